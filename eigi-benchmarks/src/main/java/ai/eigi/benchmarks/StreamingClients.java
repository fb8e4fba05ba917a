package ai.eigi.benchmarks;

import java.util.function.BiFunction;

/**
 * The clients that are compared.
 */
enum StreamingClients {

	/**
	 * Ours, with everything on.
	 */
	EIGI("**eigi `streamChat`**", EigiStreams::new),

	/**
	 * What the others are compared with.
	 */
	WEB_CLIENT_FAST("`WebClient`, fast-path decoder",
			(baseUrl, connections) -> new WebClientStreams(baseUrl, connections, FastTextDecoder::new)),

	/**
	 * The same with the JDK's decoder.
	 */
	WEB_CLIENT_CHARSET("`WebClient`, `CharsetDecoder`",
			(baseUrl, connections) -> new WebClientStreams(baseUrl, connections, CharsetTextDecoder::new)),

	/**
	 * One layer below.
	 */
	REACTOR_NETTY("Reactor Netty, fast-path decoder", ReactorNettyStreams::new),

	/**
	 * No library at all.
	 */
	JDK("JDK `HttpClient`, fast-path decoder", (baseUrl, connections) -> new JdkStreams(baseUrl));

	private final String title;

	private final BiFunction<String, Integer, StreamingClient> factory;

	StreamingClients(String title, BiFunction<String, Integer, StreamingClient> factory) {
		this.title = title;
		this.factory = factory;
	}

	String title() {
		return this.title;
	}

	StreamingClient open(String baseUrl, int connections) {
		return this.factory.apply(baseUrl, connections);
	}

}
