package ai.eigi.simulator;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a simulated call goes: it rings, may be answered, ends, and is analysed. All of it
 * follows the {@linkplain EigiSimulator#clock() simulator's clock}. Immutable: each
 * {@code with} method returns a copy.
 *
 * @since 0.1.0
 */
public final class CallOutcome {

	private static final List<TranscriptLine> SCRIPT = List.of(
			TranscriptLine.agent("Hello! This is Emma from eigi.ai. Do you have a minute?"),
			TranscriptLine.user("Hi, sure. I'd like to move my appointment."),
			TranscriptLine.agent("Happy to help. Would Thursday at ten suit you?"),
			TranscriptLine.user("Yes, perfect. Thank you!"),
			TranscriptLine.agent("Done. You will get a confirmation. Have a nice day!"));

	private final String status;

	private final Duration ringing;

	private final Duration duration;

	private final List<TranscriptLine> transcript;

	private final Analysis analysis;

	private final Duration listedAfter;

	private CallOutcome(String status, Duration ringing, Duration duration, List<TranscriptLine> transcript,
			Analysis analysis, Duration listedAfter) {
		this.status = status;
		this.ringing = notNegative(ringing);
		this.duration = notNegative(duration);
		this.transcript = transcript;
		this.analysis = analysis;
		this.listedAfter = notNegative(listedAfter);
	}

	/**
	 * A call that is answered after two seconds, lasts eight, ends as {@code COMPLETED}
	 * and is analysed two seconds later.
	 * @return the outcome
	 */
	public static CallOutcome answered() {
		return new CallOutcome("COMPLETED", Duration.ofSeconds(2), Duration.ofSeconds(8), SCRIPT,
				new Analysis(Duration.ofSeconds(2), Map.of("is_good", true)), Duration.ZERO);
	}

	/**
	 * A call that takes its time: it cannot be found for fifteen seconds, rings for
	 * forty, lasts five minutes, ends as {@code COMPLETED} and is analysed a minute
	 * later.
	 * @return the outcome
	 */
	public static CallOutcome slow() {
		return answered().withListedAfter(Duration.ofSeconds(15))
			.withRinging(Duration.ofSeconds(40))
			.withDuration(Duration.ofMinutes(5))
			.withAnalysis(Duration.ofMinutes(1), Map.of("is_good", true));
	}

	/**
	 * A call that is answered after two seconds and breaks off three seconds later: it
	 * ends as {@code DISCONNECTED}.
	 * @return the outcome
	 */
	public static CallOutcome brokenOff() {
		return new CallOutcome("DISCONNECTED", Duration.ofSeconds(2), Duration.ofSeconds(3), SCRIPT.subList(0, 2),
				Analysis.NONE, Duration.ZERO);
	}

	/**
	 * A call that nobody answers: it rings for five seconds and ends as
	 * {@code DISCONNECTED}.
	 * @return the outcome
	 */
	public static CallOutcome unanswered() {
		return silent("DISCONNECTED", Duration.ofSeconds(5));
	}

	/**
	 * A call that cannot be put through: it ends as {@code FAILED} after one second.
	 * @return the outcome
	 */
	public static CallOutcome failed() {
		return silent("FAILED", Duration.ofSeconds(1));
	}

	private static CallOutcome silent(String status, Duration ringing) {
		return new CallOutcome(status, ringing, Duration.ZERO, List.of(), Analysis.NONE, Duration.ZERO);
	}

	/**
	 * Copy whose conversation appears late. Its time of creation stays that of the call,
	 * as with a list that lags behind; the call goes on meanwhile and may even be over.
	 * @param delay the time from the request until lists and the id lead to the
	 * conversation
	 * @return the copy
	 */
	public CallOutcome withListedAfter(Duration delay) {
		return new CallOutcome(this.status, this.ringing, this.duration, this.transcript, this.analysis, delay);
	}

	/**
	 * Copy that rings for another time.
	 * @param ringing the time until the call is answered or given up
	 * @return the copy
	 */
	public CallOutcome withRinging(Duration ringing) {
		return new CallOutcome(this.status, ringing, this.duration, this.transcript, this.analysis, this.listedAfter);
	}

	/**
	 * Copy that lasts another time. The lines of the transcript are spread over it.
	 * @param duration the time from answer to end
	 * @return the copy
	 */
	public CallOutcome withDuration(Duration duration) {
		return new CallOutcome(this.status, this.ringing, duration, this.transcript, this.analysis, this.listedAfter);
	}

	/**
	 * Copy with another talk.
	 * @param lines what is said, in order; none for a call without transcript
	 * @return the copy
	 */
	public CallOutcome withTranscript(TranscriptLine... lines) {
		return new CallOutcome(this.status, this.ringing, this.duration, List.of(lines), this.analysis,
				this.listedAfter);
	}

	/**
	 * Copy with another analysis.
	 * @param delay the time from the end of the call to its analysis
	 * @param analysis the result
	 * @return the copy
	 */
	public CallOutcome withAnalysis(Duration delay, Map<String, ?> analysis) {
		return new CallOutcome(this.status, this.ringing, this.duration, this.transcript,
				new Analysis(notNegative(delay), Collections.unmodifiableMap(new LinkedHashMap<>(analysis))),
				this.listedAfter);
	}

	/**
	 * Copy that is never analysed.
	 * @return the copy
	 */
	public CallOutcome withoutAnalysis() {
		return new CallOutcome(this.status, this.ringing, this.duration, this.transcript, Analysis.NONE,
				this.listedAfter);
	}

	String status() {
		return this.status;
	}

	Duration ringing() {
		return this.ringing;
	}

	Duration duration() {
		return this.duration;
	}

	List<TranscriptLine> transcript() {
		return this.transcript;
	}

	Duration analysisDelay() {
		return this.analysis.delay();
	}

	@Nullable Map<String, Object> analysis() {
		return this.analysis.result();
	}

	Duration listedAfter() {
		return this.listedAfter;
	}

	private static Duration notNegative(Duration duration) {
		Objects.requireNonNull(duration, "duration must not be null");
		if (duration.isNegative()) {
			throw new IllegalArgumentException("duration must not be negative");
		}
		return duration;
	}

	/**
	 * What is found out about a call.
	 *
	 * @param delay the time from the end of the call
	 * @param result what is found out, {@code null} for nothing
	 */
	private record Analysis(Duration delay, @Nullable Map<String, Object> result) {

		static final Analysis NONE = new Analysis(Duration.ZERO, null);

	}

}
