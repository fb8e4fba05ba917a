package ai.eigi.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request. A fault that replaces or withholds the
 * answer normally strikes before the request has had any effect; {@link #afterHandling()}
 * lets it take effect first, as a gateway does that loses the answer. A fault that spoils
 * the usual answer always does. Immutable: each {@code with} method returns a copy.
 *
 * @since 0.1.0
 * @see EigiSimulator#failNext(SimulatorRoute, Fault)
 */
public final class Fault {

	private static final int HALF = -1;

	private final Effect effect;

	private final int number;

	private final Content content;

	private final Pace pace;

	private final boolean afterHandling;

	private final boolean reset;

	private Fault(Effect effect, int number, Content content, Pace pace, boolean afterHandling, boolean reset) {
		this.effect = effect;
		this.number = number;
		this.content = content;
		this.pace = pace;
		this.afterHandling = afterHandling;
		this.reset = reset;
	}

	private static Fault of(Effect effect, int number) {
		return new Fault(effect, number, Content.NONE, Pace.AT_ONCE, effect.needsAnswer, false);
	}

	/**
	 * Answer with another status and, unless changed, with a JSON body that has a
	 * {@code detail}.
	 * @param status the status
	 * @return the fault
	 */
	public static Fault status(int status) {
		return of(Effect.ANSWER, status).withBody("application/json", "{\"detail\":\"Simulated failure\"}");
	}

	/**
	 * Answer with 502 and the HTML page of a gateway.
	 * @return the fault
	 */
	public static Fault badGateway() {
		return status(502).withBody("text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
	}

	/**
	 * Answer with 200 and a body that breaks off and is no JSON. Other bodies that cannot
	 * be used are made with {@link #withBody(String, String)}.
	 * @return the fault
	 */
	public static Fault unreadableAnswer() {
		return status(200).withBody("application/json", "{\"status\":\"succ");
	}

	/**
	 * Handle the request and close the connection without an answer: a call is placed and
	 * nobody hears of it.
	 * @return the fault
	 */
	public static Fault lostAnswer() {
		return droppedConnection().afterHandling();
	}

	/**
	 * Close the connection without an answer.
	 * @return the fault
	 */
	public static Fault droppedConnection() {
		return of(Effect.DROP, 0);
	}

	/**
	 * Close the connection as soon as the head of the request is there, without waiting
	 * for its body. The request is recorded without it, has no effect and does not count
	 * for the rate limit.
	 * @return the fault
	 */
	public static Fault droppedRequest() {
		return of(Effect.DROP_UNREAD, 0);
	}

	/**
	 * Never answer and keep the connection open.
	 * @return the fault
	 */
	public static Fault noAnswer() {
		return of(Effect.SILENCE, 0);
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
	 * Answer as usual, but piece by piece: the chunks of a streamed answer, eight bytes
	 * of any other.
	 * @param delay the time, of the real clock, before each piece
	 * @return the fault
	 */
	public static Fault slowBody(Duration delay) {
		return new Fault(Effect.SLOW, 0, Content.NONE, new Pace(Duration.ZERO, notNegative(delay)), true, false);
	}

	/**
	 * Close the connection in the middle of the answer. A streamed answer is cut after
	 * the given number of its chunks, if it has so many, and never ended. Any other is
	 * cut after so many pieces of eight bytes, and at the latest before its last piece.
	 * @param chunks the chunks that are still sent; none for headers alone
	 * @return the fault
	 */
	public static Fault cutAfterChunks(int chunks) {
		return of(Effect.CUT, notNegative(chunks));
	}

	/**
	 * Close the connection after status, headers and the first half of the body: half of
	 * the chunks of a stream, or of the bytes where there is one chunk alone.
	 * @return the fault
	 */
	public static Fault halfAnswer() {
		return of(Effect.CUT, HALF);
	}

	/**
	 * Fall silent in the middle of the answer and keep the connection open, with the same
	 * counting as {@link #cutAfterChunks(int)}.
	 * @param chunks the chunks that are still sent; none for headers alone
	 * @return the fault
	 */
	public static Fault stalledAfterChunks(int chunks) {
		return of(Effect.STALL, notNegative(chunks));
	}

	/**
	 * Copy with another body. It counts for {@linkplain #status(int) answers} only.
	 * @param contentType the content type
	 * @param body the body, empty for none
	 * @return the copy
	 */
	public Fault withBody(String contentType, String body) {
		Objects.requireNonNull(body, "body must not be null");
		return with(new Content(this.content.with("content-type", contentType), body));
	}

	/**
	 * Copy with one more header. It counts for {@linkplain #status(int) answers} only.
	 * @param name the name
	 * @param value the value
	 * @return the copy
	 */
	public Fault withHeader(String name, String value) {
		return with(new Content(this.content.with(name, value), this.content.body()));
	}

	/**
	 * Copy that tells when to come again. It counts for {@linkplain #status(int) answers}
	 * only. Other forms of the header are set with {@link #withHeader(String, String)}.
	 * @param seconds the wait in seconds
	 * @return the copy
	 */
	public Fault withRetryAfter(int seconds) {
		return withHeader("retry-after", Integer.toString(notNegative(seconds)));
	}

	private Fault with(Content content) {
		return new Fault(this.effect, this.number, content, this.pace, this.afterHandling, this.reset);
	}

	/**
	 * Copy that strikes later.
	 * @param delay the time, of the real clock, between request and answer
	 * @return the copy
	 */
	public Fault withDelay(Duration delay) {
		return new Fault(this.effect, this.number, this.content, new Pace(notNegative(delay), this.pace.perPiece()),
				this.afterHandling, this.reset);
	}

	/**
	 * Copy that closes the connection with a reset (RST) instead of a proper end (FIN).
	 * It counts for faults that close the connection only. What was sent just before may
	 * get lost on the way.
	 * @return the copy
	 */
	public Fault withReset() {
		return new Fault(this.effect, this.number, this.content, this.pace, this.afterHandling, true);
	}

	/**
	 * Copy that strikes once the request has taken effect: the call is placed, the
	 * message is in the session, and only the answer is lost.
	 * @return the copy
	 * @throws IllegalStateException if the fault strikes before the request was read
	 */
	public Fault afterHandling() {
		if (this.effect == Effect.DROP_UNREAD) {
			throw new IllegalStateException("A request that is not read cannot be handled");
		}
		return new Fault(this.effect, this.number, this.content, this.pace, true, this.reset);
	}

	private static int notNegative(int number) {
		if (number < 0) {
			throw new IllegalArgumentException("number must not be negative");
		}
		return number;
	}

	private static Duration notNegative(Duration delay) {
		Objects.requireNonNull(delay, "delay must not be null");
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative");
		}
		return delay;
	}

	Effect effect() {
		return this.effect;
	}

	/**
	 * What of an answer is still sent. A stream is not over with its last chunk, but any
	 * other answer would be with its last piece, which is therefore never sent.
	 * @param reply the answer
	 * @return the pieces that are sent
	 */
	List<byte[]> piecesSent(Reply reply) {
		List<byte[]> pieces = reply.pieces();
		if (this.number != HALF) {
			int most = (reply.streamed()) ? pieces.size() : Math.max(pieces.size() - 1, 0);
			return pieces.subList(0, Math.min(this.number, most));
		}
		if (pieces.size() == 1) {
			byte[] lone = pieces.get(0);
			return (lone.length < 2) ? List.of() : List.of(Arrays.copyOf(lone, lone.length / 2));
		}
		return pieces.subList(0, pieces.size() / 2);
	}

	Duration delay() {
		return this.pace.delay();
	}

	Duration delayPerPiece() {
		return this.pace.perPiece();
	}

	boolean handlesFirst() {
		return this.afterHandling;
	}

	boolean strikesBeforeBody() {
		return this.effect == Effect.DROP_UNREAD;
	}

	boolean resets() {
		return this.reset;
	}

	/**
	 * Answer that takes the place of the usual one.
	 * @return the answer, or {@code null} if the usual one is kept
	 */
	@Nullable Reply replacement() {
		return (this.effect != Effect.ANSWER) ? null
				: Reply.text(this.number, this.content.headers(), this.content.body());
	}

	/**
	 * What a fault does to the answer.
	 */
	enum Effect {

		NONE(true), SLOW(true), CUT(true), STALL(true), ANSWER(false), SILENCE(false), DROP(false), DROP_UNREAD(false);

		private final boolean needsAnswer;

		Effect(boolean needsAnswer) {
			this.needsAnswer = needsAnswer;
		}

	}

	/**
	 * Answer of its own.
	 *
	 * @param headers the headers
	 * @param body the body
	 */
	private record Content(Map<String, String> headers, String body) {

		static final Content NONE = new Content(Map.of(), "");

		Map<String, String> with(String name, String value) {
			Map<String, String> changed = new LinkedHashMap<>(this.headers);
			changed.put(name, value);
			return changed;
		}

	}

	/**
	 * How slow it is.
	 *
	 * @param delay the time before anything is sent
	 * @param perPiece the time before each piece of the body
	 */
	private record Pace(Duration delay, Duration perPiece) {

		static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO);

	}

}
