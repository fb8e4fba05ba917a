package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiConfigurationException;

/**
 * Time limits and sizes of the HTTP client.
 *
 * @param connectTimeout limit for finding the address, for making the connection and for
 * its TLS handshake, each
 * @param responseTimeout limit for a whole answer that is not streamed, counted from when
 * the request was written; also how long a request waits for a free connection
 * @param streamFirstTextTimeout limit from the request to the first text of a stream
 * @param streamIdleTimeout limit between two texts of a stream, counted while the reader
 * asks and the server is silent
 * @param maxConnections how many connections are open at once, streams included; further
 * requests queue
 * @param allowInsecure whether the key may be sent over plain {@code http://} to another
 * host
 * @since 0.1.0
 */
public record HttpSettings(Duration connectTimeout, Duration responseTimeout, Duration streamFirstTextTimeout,
		Duration streamIdleTimeout, int maxConnections, boolean allowInsecure) {

	public HttpSettings {
		Settings.positive("eigi.http.connect-timeout", connectTimeout);
		Settings.positive("eigi.http.response-timeout", responseTimeout);
		Settings.positive("eigi.http.stream-first-text-timeout", streamFirstTextTimeout);
		Settings.positive("eigi.http.stream-idle-timeout", streamIdleTimeout);
		if (maxConnections < 1) {
			throw new EigiConfigurationException("eigi.http.max-connections",
					"eigi.http.max-connections is " + maxConnections + ", and no request could be sent.",
					"Set it to 1 or more; every open stream needs a connection.");
		}
	}

	/**
	 * Settings for a usual application.
	 * @return connect 5 s, response 120 s, first text 60 s, idle 30 s, 1,000 connections
	 */
	public static HttpSettings defaults() {
		return new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(120), Duration.ofSeconds(60),
				Duration.ofSeconds(30), 1000, false);
	}

	public HttpSettings withConnectTimeout(Duration timeout) {
		return new HttpSettings(timeout, this.responseTimeout, this.streamFirstTextTimeout, this.streamIdleTimeout,
				this.maxConnections, this.allowInsecure);
	}

	public HttpSettings withResponseTimeout(Duration timeout) {
		return new HttpSettings(this.connectTimeout, timeout, this.streamFirstTextTimeout, this.streamIdleTimeout,
				this.maxConnections, this.allowInsecure);
	}

	public HttpSettings withStreamFirstTextTimeout(Duration timeout) {
		return new HttpSettings(this.connectTimeout, this.responseTimeout, timeout, this.streamIdleTimeout,
				this.maxConnections, this.allowInsecure);
	}

	public HttpSettings withStreamIdleTimeout(Duration timeout) {
		return new HttpSettings(this.connectTimeout, this.responseTimeout, this.streamFirstTextTimeout, timeout,
				this.maxConnections, this.allowInsecure);
	}

	public HttpSettings withMaxConnections(int maxConnections) {
		return new HttpSettings(this.connectTimeout, this.responseTimeout, this.streamFirstTextTimeout,
				this.streamIdleTimeout, maxConnections, this.allowInsecure);
	}

	public HttpSettings withAllowInsecure(boolean allowInsecure) {
		return new HttpSettings(this.connectTimeout, this.responseTimeout, this.streamFirstTextTimeout,
				this.streamIdleTimeout, this.maxConnections, allowInsecure);
	}

}
