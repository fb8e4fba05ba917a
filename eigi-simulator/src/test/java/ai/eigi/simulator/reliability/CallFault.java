package ai.eigi.simulator.reliability;

import java.util.function.Consumer;

/**
 * What may go wrong between placing a call and having its answer. Some strike before the
 * service has seen the request, some after it has placed the calls.
 */
enum CallFault {

	NONE("none", true, (exchange) -> exchange.forward().answer()),

	REFUSED("connection refused", false, null),

	RESET_AT_FIRST_BYTE("reset at the request's first byte", false, null),

	RESET_WITHIN_REQUEST("reset within the request", false, null),

	RESET_BEFORE("reset before the calls were placed", false, Exchange::reset),

	CLOSE_BEFORE("closed without an answer, nothing placed", false, Exchange::close),

	RESET_AFTER("reset after the calls were placed", true, (exchange) -> exchange.forward().reset()),

	CLOSE_AFTER("closed without an answer, calls placed", true, (exchange) -> exchange.forward().close()),

	HALF_HEAD("half the answer's head", true, (exchange) -> exchange.forward().part("HTTP/1.1 200 O").close()),

	HALF_BODY("half the answer's body", true, (exchange) -> exchange.forward()
		.part("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{\"status\":\"succ")
		.close()),

	TIMEOUT_BEFORE("no answer in time, nothing placed", false, Exchange::stall),

	TIMEOUT_AFTER("no answer in time, calls placed", true, (exchange) -> exchange.forward().stall()),

	SLOW_BODY("answer's body byte by byte, in time", true, (exchange) -> exchange.forward().answerSlowly()),

	ENDLESS_BODY("answer's body does not end in time", true,
			(exchange) -> exchange.forward()
				.part("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{\"status\":")
				.stall()),

	STATUS_408("408", false, (exchange) -> exchange.status(408, "")),

	STATUS_429("429", false, (exchange) -> exchange.status(429, "")),

	STATUS_429_WAIT("429 with Retry-After", false, (exchange) -> exchange.status(429, "Retry-After: 1\r\n")),

	STATUS_500("500, nothing placed", false, (exchange) -> exchange.status(500, "")),

	STATUS_500_AFTER("500, calls placed", true, (exchange) -> exchange.forward().status(500, "")),

	STATUS_502_AFTER("502 of a gateway, calls placed", true, (exchange) -> exchange.forward()
		.part("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<html>Bad Gateway</html>\n")
		.close()),

	STATUS_503("503, nothing placed", false, (exchange) -> exchange.status(503, "")),

	STATUS_503_WAIT_AFTER("503 with Retry-After, calls placed", true,
			(exchange) -> exchange.forward().status(503, "Retry-After: 1\r\n")),

	STATUS_504_AFTER("504, calls placed", true, (exchange) -> exchange.forward().status(504, "")),

	NOT_JSON("200 that is not JSON", true,
			(exchange) -> exchange.forward()
				.part("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>")
				.close()),

	BROKEN_JSON("200 with broken JSON", true,
			(exchange) -> exchange.forward()
				.part("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"status\":")
				.close()),

	EMPTY_ANSWER("200 without a body", true,
			(exchange) -> exchange.forward().part("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").close()),

	STALE_CONNECTION("kept-alive connection gone stale", true, (exchange) -> {
		if (exchange.isFirstOnItsConnection()) {
			exchange.forward().answer();
		}
		else {
			exchange.reset();
		}
	}),

	CALLER_GONE_AT_ONCE("caller gone at once", false, null),

	CALLER_GONE_BEFORE("caller gone before the calls were placed", true,
			(exchange) -> exchange.callerLeaves().forward().stall()),

	CALLER_GONE_AFTER("caller gone after the calls were placed", true,
			(exchange) -> exchange.forward().callerLeaves().stall()),

	CALLER_GONE_WITHIN_ANSWER("caller gone within the answer", true,
			(exchange) -> exchange.forward()
				.part("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{")
				.callerLeaves()
				.stall());

	private final String words;

	private final boolean placed;

	private final Consumer<Exchange> script;

	CallFault(String words, boolean placed, Consumer<Exchange> script) {
		this.words = words;
		this.placed = placed;
		this.script = script;
	}

	/**
	 * Whether the service places the calls.
	 */
	boolean placed() {
		return this.placed;
	}

	void strike(Exchange exchange) {
		this.script.accept(exchange);
	}

	/**
	 * Whether the caller's own time limit is what ends it.
	 */
	boolean endsByTimeLimit() {
		return this == TIMEOUT_BEFORE || this == TIMEOUT_AFTER || this == ENDLESS_BODY;
	}

	boolean isCallerGone() {
		return name().startsWith("CALLER_GONE");
	}

	@Override
	public String toString() {
		return this.words;
	}

	/**
	 * The request to place calls, in the hands of a fault.
	 */
	interface Exchange {

		boolean isFirstOnItsConnection();

		/**
		 * Let the service place the calls, and keep its answer.
		 */
		Exchange forward();

		/**
		 * Send the service's answer.
		 */
		Exchange answer();

		Exchange answerSlowly();

		Exchange status(int status, String header);

		Exchange part(String bytes);

		Exchange callerLeaves();

		void stall();

		void close();

		void reset();

	}

}
