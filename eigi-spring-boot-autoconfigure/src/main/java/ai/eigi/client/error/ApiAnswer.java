package ai.eigi.client.error;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of an answer that was no success.
 *
 * @param status HTTP status, {@code null} where nothing was sent
 * @param detail the service's words, masked
 * @param headers headers that help support to find the request, by lower-case name
 * @param retryAfter wait that the service asked for
 * @since 0.1.0
 */
public record ApiAnswer(@Nullable Integer status, @Nullable String detail, Map<String, String> headers,
		@Nullable Duration retryAfter) {

	/**
	 * No answer at all.
	 */
	public static final ApiAnswer NONE = new ApiAnswer(null, null, Map.of(), null);

	public ApiAnswer {
		headers = Map.copyOf(headers);
	}

}
