package ai.eigi.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request. A fault normally strikes before the request
 * has had any effect; {@link #afterHandling()} lets it take effect first, as a gateway
 * does that loses the answer. Immutable: each {@code with} method returns a copy.
 *
 * @since 0.1.0
 * @see EigiSimulator#failNext(SimulatorRoute, Fault)
 */
public final class Fault {

	private final Effect effect;

	private final int number;

	private final String body;

	private final Map<String, String> headers;

	private final Duration delay;

	private final boolean afterHandling;

	private Fault(Effect effect, int number, String body, Map<String, String> headers, Duration delay,
			boolean afterHandling) {
		this.effect = effect;
		this.number = number;
		this.body = body;
		this.headers = headers;
		this.delay = delay;
		this.afterHandling = afterHandling;
	}

	/**
	 * Answer with another status and, unless changed, with a JSON body that has a
	 * {@code detail}.
	 * @param status the status
	 * @return the fault
	 */
	public static Fault status(int status) {
		return new Fault(Effect.ANSWER, status, "{\"detail\":\"Simulated failure\"}",
				Map.of("content-type", "application/json"), Duration.ZERO, false);
	}

	/**
	 * Close the connection without an answer.
	 * @return the fault
	 */
	public static Fault droppedConnection() {
		return of(Effect.DROP, 0);
	}

	/**
	 * Answer as usual, but later.
	 * @param delay how much later
	 * @return the fault
	 */
	public static Fault delayed(Duration delay) {
		return of(Effect.NONE, 0).withDelay(delay);
	}

	/**
	 * Close the connection in the middle of the answer. A streamed answer is cut after
	 * the given number of its chunks, any other after so many pieces of eight bytes.
	 * @param chunks the chunks that are still sent; none for headers alone
	 * @return the fault
	 */
	public static Fault cutAfterChunks(int chunks) {
		return of(Effect.CUT, chunks);
	}

	/**
	 * Fall silent in the middle of the answer and keep the connection open, with the same
	 * counting as {@link #cutAfterChunks(int)}.
	 * @param chunks the chunks that are still sent; none for headers alone
	 * @return the fault
	 */
	public static Fault stalledAfterChunks(int chunks) {
		return of(Effect.STALL, chunks);
	}

	private static Fault of(Effect effect, int number) {
		if (number < 0) {
			throw new IllegalArgumentException("chunks must not be negative");
		}
		return new Fault(effect, number, "", Map.of(), Duration.ZERO, effect != Effect.ANSWER && effect != Effect.DROP);
	}

	/**
	 * Copy with another body. It counts for {@linkplain #status(int) answers} only.
	 * @param contentType the content type
	 * @param body the body, empty for none
	 * @return the copy
	 */
	public Fault withBody(String contentType, String body) {
		Objects.requireNonNull(body, "body must not be null");
		return new Fault(this.effect, this.number, body, with("content-type", contentType), this.delay,
				this.afterHandling);
	}

	/**
	 * Copy with one more header. It counts for {@linkplain #status(int) answers} only.
	 * @param name the name
	 * @param value the value
	 * @return the copy
	 */
	public Fault withHeader(String name, String value) {
		return new Fault(this.effect, this.number, this.body, with(name, value), this.delay, this.afterHandling);
	}

	/**
	 * Copy that strikes later.
	 * @param delay the time, of the real clock, between request and answer
	 * @return the copy
	 */
	public Fault withDelay(Duration delay) {
		Objects.requireNonNull(delay, "delay must not be null");
		return new Fault(this.effect, this.number, this.body, this.headers, delay, this.afterHandling);
	}

	/**
	 * Copy that strikes once the request has taken effect: the call is placed, the
	 * message is in the session, and only the answer is lost.
	 * @return the copy
	 */
	public Fault afterHandling() {
		return new Fault(this.effect, this.number, this.body, this.headers, this.delay, true);
	}

	private Map<String, String> with(String name, String value) {
		Map<String, String> changed = new LinkedHashMap<>(this.headers);
		changed.put(name, value);
		return changed;
	}

	Effect effect() {
		return this.effect;
	}

	int number() {
		return this.number;
	}

	Duration delay() {
		return this.delay;
	}

	boolean handlesFirst() {
		return this.afterHandling;
	}

	/**
	 * Answer that takes the place of the usual one.
	 * @return the answer, or {@code null} if the usual one is kept
	 */
	@Nullable Reply replacement() {
		return (this.effect != Effect.ANSWER) ? null : Reply.text(this.number, this.headers, this.body);
	}

	/**
	 * What a fault does to the answer.
	 */
	enum Effect {

		NONE, ANSWER, DROP, CUT, STALL

	}

}
