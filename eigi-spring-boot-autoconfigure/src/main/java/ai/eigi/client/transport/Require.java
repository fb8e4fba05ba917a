package ai.eigi.client.transport;

import java.util.regex.Pattern;

import ai.eigi.client.error.EigiInvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Checks of input that several operations share. What is wrong is named with its bound,
 * never with its value.
 *
 * @since 0.1.0
 */
public final class Require {

	private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");

	private static final int LONGEST_MESSAGE = 4000;

	private static final int LARGEST_PAGE = 100;

	private final String operation;

	private Require(String operation) {
		this.operation = operation;
	}

	/**
	 * Checks for an operation.
	 * @param operation name of the operation
	 * @return the checks
	 */
	public static Require that(String operation) {
		return new Require(operation);
	}

	/**
	 * An id must not be blank.
	 * @param field name of the field
	 * @param value the id
	 * @return the checks
	 */
	public Require id(String field, String value) {
		return valid(!value.isBlank(), field, "must not be blank");
	}

	/**
	 * An optional filter must not be blank: the service is asked without it instead.
	 * @param field name of the field
	 * @param value the filter
	 * @return the checks
	 */
	public Require filter(String field, @Nullable String value) {
		return valid(value == null || !value.isBlank(), field, "must not be blank; leave it out instead");
	}

	/**
	 * A message has 1 to 4000 characters, counted as the service does: in code points.
	 * @param field name of the field
	 * @param value the message
	 * @return the checks
	 */
	public Require message(String field, String value) {
		return length(field, value, 1, LONGEST_MESSAGE);
	}

	/**
	 * A text is neither too short nor too long, counted as the service does: in code
	 * points.
	 * @param field name of the field
	 * @param value the text
	 * @param least how many characters it has at least
	 * @param most how many characters it has at most
	 * @return the checks
	 */
	public Require length(String field, String value, int least, int most) {
		int length = value.codePointCount(0, value.length());
		return (length >= least && length <= most) ? this
				: valid(false, field, "must have %d to %d characters, and has %d".formatted(least, most, length));
	}

	/**
	 * A text that must be there must not be blank either.
	 * @param field name of the field
	 * @param value the text, or {@code null} if it is not there
	 * @return the checks
	 */
	public Require given(String field, @Nullable String value) {
		return valid(value != null && !value.isBlank(), field, "must be set and must not be blank");
	}

	/**
	 * A number that may be left out is within its bounds.
	 * @param field name of the field
	 * @param value the number, or {@code null} if it is not there
	 * @param least the smallest allowed
	 * @param most the largest allowed
	 * @return the checks
	 */
	public Require range(String field, @Nullable Double value, double least, double most) {
		return valid(value == null || (value >= least && value <= most), field,
				"must be from %s to %s".formatted(plain(least), plain(most)));
	}

	private static String plain(double bound) {
		return (bound == Math.rint(bound)) ? String.valueOf((long) bound) : String.valueOf(bound);
	}

	/**
	 * Pages count from 1 and hold 1 to 100 items.
	 * @param page number of the page
	 * @param pageSize items on a page
	 * @return the checks
	 */
	public Require page(int page, int pageSize) {
		return valid(page >= 1, "page", "must be 1 or more").valid(pageSize >= 1 && pageSize <= LARGEST_PAGE,
				"pageSize", "must be from 1 to " + LARGEST_PAGE);
	}

	/**
	 * A telephone number is in E.164 form.
	 * @param field name of the field
	 * @param value the number
	 * @return the checks
	 */
	public Require phoneNumber(String field, String value) {
		return valid(E164.matcher(value).matches(), field,
				"must be in E.164 form: +, country code, number, at most 15 digits, nothing else");
	}

	/**
	 * A rule of a single operation.
	 * @param valid whether it is kept
	 * @param field name of the field
	 * @param rule what the field must be, with its bound
	 * @return the checks
	 */
	public Require valid(boolean valid, String field, String rule) {
		if (!valid) {
			throw new EigiInvalidRequestException(this.operation, field, rule);
		}
		return this;
	}

}
