package ai.eigi.example.batch;

import java.util.regex.Pattern;

/**
 * A line of the file.
 *
 * @param line its number
 * @param number telephone number in E.164 form
 * @param name the person's name
 */
record Recipient(int line, String number, String name) {

	private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

	/**
	 * Refuses a wrong number before anybody is called.
	 * @return this recipient
	 */
	Recipient valid() {
		if (!E164.matcher(this.number).matches()) {
			throw new IllegalArgumentException("Line " + this.line + ": the number is not in E.164 form");
		}
		return this;
	}

	/**
	 * Leaves out number and name.
	 */
	@Override
	public String toString() {
		return "Recipient[line %d]".formatted(this.line);
	}

}
