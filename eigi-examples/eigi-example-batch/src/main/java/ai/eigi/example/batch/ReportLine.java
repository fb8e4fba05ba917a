package ai.eigi.example.batch;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param number the number
 * @param state how far it came
 * @param outcome status of its conversation, once it is over
 * @param seconds how long it lasted
 */
record ReportLine(String number, String state, @Nullable String outcome, @Nullable String seconds) {

	String toText() {
		return String.join(",", this.number, this.state, Objects.requireNonNullElse(this.outcome, ""),
				Objects.requireNonNullElse(this.seconds, ""));
	}

	/**
	 * Leaves out the number.
	 */
	@Override
	public String toString() {
		return "ReportLine[%s]".formatted(this.state);
	}

}
