package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;

/**
 * Writes one line for each operation that failed to the log {@code ai.eigi.client}, and
 * at DEBUG one for each attempt: who, what, how far it came, and by what name support
 * finds it. Never what was said, nor to whom.
 */
final class FailureLog implements OperationListener {

	private static final Log logger = LogFactory.getLog("ai.eigi.client");

	private static final List<String> REFERENCES = List.of("x-request-id", "x-correlation-id", "x-amzn-trace-id",
			"x-amzn-requestid", "cf-ray");

	private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

	// what an application calls its calls may hold a number
	private static final Pattern UUID_OR_NUMBER = Pattern
		.compile("(\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b)|\\d{7,}");

	private static final int MOST_CALLS = 5;

	@Override
	public @Nullable OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed,
			ContextView context) {
		return logger.isWarnEnabled() ? new Lines(transport.account(), call, streamed) : null;
	}

	private enum Level {

		DEBUG, INFO, WARN

	}

	private static final class Lines implements OperationEvents {

		private final String account;

		private final ApiCall call;

		private final boolean streamed;

		private final long begun = System.nanoTime();

		private volatile int attempts;

		private volatile @Nullable HttpHeaders request;

		private volatile @Nullable Failure last;

		Lines(String account, ApiCall call, boolean streamed) {
			this.account = account;
			this.call = call;
			this.streamed = streamed;
		}

		@Override
		public void attemptBegun(int number, HttpHeaders headers) {
			this.attempts = number;
			this.request = headers;
			this.last = null;
		}

		@Override
		public void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
				@Nullable Duration coolDown) {
			this.last = failure;
			if (logger.isDebugEnabled()) {
				logger.debug("Attempt %d at %s failed %s%s".formatted(this.attempts, this.call.operation(),
						facts(exception),
						(repeatedAfter != null) ? "; it is repeated after " + repeatedAfter.toMillis() + " ms" : ""));
			}
		}

		@Override
		public void failed(Throwable error) {
			switch (level(error)) {
				case WARN -> logger.warn(line(error));
				case INFO -> logger.info(line(error));
				case DEBUG -> logger.debug(line(error));
			}
		}

		private Level level(Throwable error) {
			Failure last = this.last;
			if (!(error instanceof EigiException) || error instanceof EigiNotFoundException
					|| error instanceof EigiInvalidRequestException || (last != null && isOfAClosedClient(last))) {
				return Level.DEBUG;
			}
			boolean answered = error instanceof EigiApiException && !(error instanceof EigiServerException
					|| error instanceof EigiAuthenticationException || error instanceof EigiRateLimitedException);
			return (answered || error instanceof EigiAccessDeniedException) ? Level.INFO : Level.WARN;
		}

		/**
		 * Whether the application ended it by closing its client. What else was under way
		 * then may have been done.
		 */
		private boolean isOfAClosedClient(Failure failure) {
			return failure.kind() == Failure.Kind.CLOSED
					|| (this.streamed && failure.reason().equals(FailureClassifier.CLIENT_CLOSED));
		}

		private String line(Throwable error) {
			return this.call.operation() + " failed " + facts(error);
		}

		private String facts(Throwable error) {
			Failure last = this.last;
			StringJoiner facts = new StringJoiner(", ", "[", "]");
			facts.add("account=" + this.account);
			facts.add("error=" + error.getClass().getSimpleName());
			if (last != null) {
				facts.add("kind=" + last.kind());
			}
			if (last != null && last.status() > 0) {
				facts.add("status=" + last.status());
			}
			facts.add("attempts=" + this.attempts);
			facts.add("duration=" + (System.nanoTime() - this.begun) / 1_000_000 + "ms");
			references(facts, error, last);
			return facts + ((last != null && !last.reason().isEmpty()) ? ": " + last.reason() : "");
		}

		private void references(StringJoiner facts, Throwable error, @Nullable Failure last) {
			Map<String, String> headers = (last != null) ? last.answer().headers() : Map.of();
			REFERENCES.stream()
				.filter(headers::containsKey)
				.findFirst()
				.ifPresent((name) -> facts.add(name + "=" + oneWord(headers.get(name))));
			if (error instanceof EigiStreamInterruptedException interrupted && interrupted.sessionId() != null) {
				facts.add("session=" + oneWord(interrupted.sessionId()));
			}
			List<String> calls = this.call.references();
			if (!calls.isEmpty()) {
				String more = (calls.size() > MOST_CALLS) ? " and " + (calls.size() - MOST_CALLS) + " more" : "";
				facts.add("calls=" + calls.stream()
					.limit(MOST_CALLS)
					.map(Lines::withoutNumber)
					.map(Lines::oneWord)
					.collect(Collectors.joining(" ")) + more);
			}
			HttpHeaders request = this.request;
			String parent = (request != null) ? request.getFirst("traceparent") : null;
			Matcher trace = (parent != null) ? TRACE_PARENT.matcher(parent) : null;
			if (trace != null && trace.matches()) {
				facts.add("trace=" + trace.group(1));
			}
		}

		private static String withoutNumber(String reference) {
			return UUID_OR_NUMBER.matcher(reference)
				.replaceAll((found) -> (found.group(1) != null) ? found.group(1) : "***");
		}

		private static String oneWord(@Nullable String reference) {
			return Redactor.mask(String.valueOf(reference), List.of()).replaceAll("[^\\w.:/=;+*-]", "_");
		}

	}

}
