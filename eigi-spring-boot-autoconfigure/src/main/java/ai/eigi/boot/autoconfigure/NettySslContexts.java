package ai.eigi.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import ai.eigi.client.error.EigiConfigurationException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes Netty's SSL contexts of SSL bundles, one for each, and makes a new one when Boot
 * announces that the bundle has changed.
 */
class NettySslContexts {

	private static final Log logger = LogFactory.getLog(EigiAutoConfiguration.class);

	private final @Nullable SslBundles sslBundles;

	private final Map<String, SslContext> contexts = new ConcurrentHashMap<>();

	// as they were at the start: settings of the application hold them ever since
	private final Map<String, SslBundle> first = new HashMap<>();

	NettySslContexts(@Nullable SslBundles sslBundles) {
		this.sslBundles = sslBundles;
		if (sslBundles != null) {
			sslBundles.getBundleNames().forEach((name) -> this.first.put(name, sslBundles.getBundle(name)));
		}
	}

	/**
	 * The context of a bundle.
	 * @param bundle the bundle; followed when it is one of the application's
	 * {@link SslBundles}
	 * @return gives the context of the moment
	 */
	synchronized Supplier<SslContext> forClient(SslBundle bundle) {
		SslBundles sslBundles = this.sslBundles;
		String name = (sslBundles != null) ? nameOf(bundle, sslBundles) : null;
		if (sslBundles == null || name == null) {
			SslContext context = create(bundle);
			return () -> context;
		}
		if (!this.contexts.containsKey(name)) {
			this.contexts.put(name, create(bundle));
			sslBundles.addBundleUpdateHandler(name, (changed) -> update(name, sslBundles));
			// it may have changed before anybody listened
			if (sslBundles.getBundle(name) != bundle) {
				update(name, sslBundles);
			}
		}
		return () -> this.contexts.get(name);
	}

	private @Nullable String nameOf(SslBundle bundle, SslBundles sslBundles) {
		return sslBundles.getBundleNames()
			.stream()
			.filter((name) -> this.first.get(name) == bundle || sslBundles.getBundle(name) == bundle)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Takes the bundle of the moment: another change may have been told meanwhile.
	 */
	private synchronized void update(String name, SslBundles sslBundles) {
		try {
			this.contexts.put(name, create(sslBundles.getBundle(name)));
			logger.info("The SSL bundle '" + name + "' has changed: new connections to eigi use it.");
		}
		catch (RuntimeException ex) {
			logger.error("The SSL bundle '" + name + "' has changed and cannot be used: connections to eigi go on with "
					+ "what it was before.", ex);
		}
	}

	private static SslContext create(SslBundle bundle) {
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
