package ai.eigi.boot.autoconfigure;

import javax.net.ssl.SSLException;

import ai.eigi.client.error.EigiConfigurationException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes Netty's SSL context of an SSL bundle.
 */
final class NettySslContexts {

	private NettySslContexts() {
	}

	static SslContext forClient(SslBundle bundle) {
		SslManagerBundle managers = bundle.getManagers();
		SslOptions options = bundle.getOptions();
		try {
			return SslContextBuilder.forClient()
				.keyManager(managers.getKeyManagerFactory())
				.trustManager(managers.getTrustManagerFactory())
				.ciphers(SslOptions.asSet(options.getCiphers()))
				.protocols(options.getEnabledProtocols())
				.build();
		}
		catch (SSLException ex) {
			throw new EigiConfigurationException("eigi.http.ssl.bundle",
					"The SSL bundle cannot be used: " + ex.getMessage() + ".",
					"Check the stores, protocols and ciphers of the bundle.");
		}
	}

}
