package ai.eigi.benchmarks;

import java.util.function.Function;

/**
 * The ways to read all pages that are compared.
 */
enum PagingClients {

	/**
	 * Ours.
	 */
	EIGI("**eigi `allConversations`**", EigiPaging::new),

	/**
	 * What it is compared with.
	 */
	LOOP("loop over `block()`, `Map`", LoopPaging::new),

	/**
	 * A loop in Reactor's terms.
	 */
	EXPAND("`expand`, `Map`", (baseUrl) -> new ExpandPaging<>(baseUrl, MapPage.class)),

	/**
	 * The same without our tolerance for what a service may send.
	 */
	EXPAND_RECORDS("`expand`, records of its own", (baseUrl) -> new ExpandPaging<>(baseUrl, RecordPage.class));

	private final String title;

	private final Function<String, PagingClient> factory;

	PagingClients(String title, Function<String, PagingClient> factory) {
		this.title = title;
		this.factory = factory;
	}

	String title() {
		return this.title;
	}

	PagingClient open(String baseUrl) {
		return this.factory.apply(baseUrl);
	}

}
