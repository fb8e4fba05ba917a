package ai.eigi.client.transport;

import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

import ai.eigi.client.error.EigiConfigurationException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;

/**
 * Trusts what the JVM trusts, and reads that when it is first needed: it takes a good
 * part of the time in which an application starts, and a megabyte of its heap.
 */
final class JvmTrust extends SslContext {

	private volatile @Nullable SslContext loaded;

	boolean isLoaded() {
		return this.loaded != null;
	}

	/**
	 * Reads a file, which may block.
	 */
	synchronized SslContext load() {
		SslContext context = this.loaded;
		if (context == null) {
			try {
				context = Http11SslContextSpec.forClient().sslContext();
			}
			catch (SSLException ex) {
				throw new EigiConfigurationException("javax.net.ssl.trustStore",
						"The trust store of the JVM cannot be used: " + ex.getMessage() + ".",
						"Check the trust store, or set eigi.http.ssl.bundle.");
			}
			this.loaded = context;
		}
		return context;
	}

	@Override
	public boolean isClient() {
		return true;
	}

	@Override
	public List<String> cipherSuites() {
		return load().cipherSuites();
	}

	@Override
	public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
		return load().applicationProtocolNegotiator();
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator) {
		return load().newEngine(allocator);
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
		return load().newEngine(allocator, peerHost, peerPort);
	}

	@Override
	public SSLSessionContext sessionContext() {
		return load().sessionContext();
	}

}
