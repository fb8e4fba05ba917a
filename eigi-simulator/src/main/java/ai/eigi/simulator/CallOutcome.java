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

	private final Duration analysisDelay;

	private final @Nullable Map<String, Object> analysis;

	private CallOutcome(String status, Duration ringing, Duration duration, List<TranscriptLine> transcript,
			Duration analysisDelay, @Nullable Map<String, Object> analysis) {
		this.status = status;
		this.ringing = notNegative(ringing);
		this.duration = notNegative(duration);
		this.transcript = transcript;
		this.analysisDelay = notNegative(analysisDelay);
		this.analysis = analysis;
	}

	/**
	 * A call that is answered after two seconds, lasts eight, ends as {@code COMPLETED}
	 * and is analysed two seconds later.
	 * @return the outcome
	 */
	public static CallOutcome answered() {
		return new CallOutcome("COMPLETED", Duration.ofSeconds(2), Duration.ofSeconds(8), SCRIPT, Duration.ofSeconds(2),
				Map.of("is_good", true));
	}

	/**
	 * A call that nobody answers: it rings for five seconds and ends as
	 * {@code DISCONNECTED}.
	 * @return the outcome
	 */
	public static CallOutcome disconnected() {
		return unanswered("DISCONNECTED", Duration.ofSeconds(5));
	}

	/**
	 * A call that cannot be put through: it ends as {@code FAILED} after one second.
	 * @return the outcome
	 */
	public static CallOutcome failed() {
		return unanswered("FAILED", Duration.ofSeconds(1));
	}

	private static CallOutcome unanswered(String status, Duration ringing) {
		return new CallOutcome(status, ringing, Duration.ZERO, List.of(), Duration.ZERO, null);
	}

	/**
	 * Copy that rings for another time.
	 * @param ringing the time until the call is answered or given up
	 * @return the copy
	 */
	public CallOutcome withRinging(Duration ringing) {
		return new CallOutcome(this.status, ringing, this.duration, this.transcript, this.analysisDelay, this.analysis);
	}

	/**
	 * Copy that lasts another time. The lines of the transcript are spread over it.
	 * @param duration the time from answer to end
	 * @return the copy
	 */
	public CallOutcome withDuration(Duration duration) {
		return new CallOutcome(this.status, this.ringing, duration, this.transcript, this.analysisDelay, this.analysis);
	}

	/**
	 * Copy with another talk.
	 * @param lines what is said, in order; none for a call without transcript
	 * @return the copy
	 */
	public CallOutcome withTranscript(TranscriptLine... lines) {
		return new CallOutcome(this.status, this.ringing, this.duration, List.of(lines), this.analysisDelay,
				this.analysis);
	}

	/**
	 * Copy with another analysis.
	 * @param delay the time from the end of the call to its analysis
	 * @param analysis the result
	 * @return the copy
	 */
	public CallOutcome withAnalysis(Duration delay, Map<String, ?> analysis) {
		return new CallOutcome(this.status, this.ringing, this.duration, this.transcript, delay,
				Collections.unmodifiableMap(new LinkedHashMap<>(analysis)));
	}

	/**
	 * Copy that is never analysed.
	 * @return the copy
	 */
	public CallOutcome withoutAnalysis() {
		return new CallOutcome(this.status, this.ringing, this.duration, this.transcript, Duration.ZERO, null);
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
		return this.analysisDelay;
	}

	@Nullable Map<String, Object> analysis() {
		return this.analysis;
	}

	private static Duration notNegative(Duration duration) {
		Objects.requireNonNull(duration, "duration must not be null");
		if (duration.isNegative()) {
			throw new IllegalArgumentException("duration must not be negative");
		}
		return duration;
	}

}
