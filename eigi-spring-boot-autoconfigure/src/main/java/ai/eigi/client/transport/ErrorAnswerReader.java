package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reads an answer that is no success: bounded in size and time, whatever its body is.
 */
final class ErrorAnswerReader {

	private static final long LARGEST_BODY = 64 * 1024;

	private static final Duration LONGEST_BODY = Duration.ofSeconds(5);

	private static final List<String> KEPT_HEADERS = List.of("x-request-id", "x-correlation-id", "x-amzn-trace-id",
			"x-amzn-requestid", "cf-ray", "via", "server", "date", "retry-after", "location");

	private final Scheduler scheduler;

	private final Clock clock;

	ErrorAnswerReader(Scheduler scheduler, Clock clock) {
		this.scheduler = scheduler;
		this.clock = clock;
	}

	Mono<StatusException> read(ClientResponse response, List<String> confidential) {
		return body(response).map((body) -> of(response, body, confidential));
	}

	private Mono<WireObject> body(ClientResponse response) {
		return DataBufferUtils
			.join(DataBufferUtils.takeUntilByteCount(response.body(BodyExtractors.toDataBuffers()), LARGEST_BODY))
			// before the time limit: it drops what comes too late, and would not release
			// it
			.map(ErrorAnswerReader::copy)
			.timeout(LONGEST_BODY, this.scheduler)
			.flatMap((body) -> decode(response, body))
			.onErrorResume(Exception.class, (ex) -> Mono.empty())
			.defaultIfEmpty(WireObject.of(Map.of()));
	}

	private static byte[] copy(DataBuffer buffer) {
		byte[] body = new byte[buffer.readableByteCount()];
		buffer.read(body);
		DataBufferUtils.release(buffer);
		return body;
	}

	private static Mono<WireObject> decode(ClientResponse response, byte[] body) {
		return response.mutate()
			.headers((headers) -> headers.setContentType(MediaType.APPLICATION_JSON))
			.body((ignored) -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
			.build()
			.body(QuietJson.read())
			.map(WireObject::of);
	}

	private StatusException of(ClientResponse response, WireObject body, List<String> confidential) {
		List<FieldError> fieldErrors = fieldErrors(body, confidential);
		HttpHeaders headers = response.headers().asHttpHeaders();
		ApiAnswer answer = new ApiAnswer(response.statusCode().value(), detail(body, fieldErrors, confidential),
				kept(headers, confidential), RetryAfter.of(headers, this.clock));
		return new StatusException(answer, fieldErrors);
	}

	private static @Nullable String detail(WireObject body, List<FieldError> fieldErrors, List<String> confidential) {
		String detail = body.text("detail", "details");
		if (detail == null) {
			detail = body.object("detail").text("message", "msg", "error");
		}
		if (detail == null && fieldErrors.isEmpty()) {
			detail = body.text("message", "error");
		}
		if (detail == null && !fieldErrors.isEmpty()) {
			return String.join("; ",
					fieldErrors.stream().map((error) -> error.field() + ": " + error.message()).toList());
		}
		return (detail != null) ? Redactor.mask(detail, confidential) : null;
	}

	/**
	 * A validation error's list keeps the field and what is wrong, and loses the input.
	 */
	private static List<FieldError> fieldErrors(WireObject body, List<String> confidential) {
		if (!(body.asMap().get("detail") instanceof List<?>)) {
			return List.of();
		}
		List<FieldError> errors = new ArrayList<>();
		for (WireObject error : body.objects("detail")) {
			String message = error.text("msg", "message");
			if (message != null) {
				errors.add(new FieldError(Redactor.mask(location(error), confidential),
						Redactor.mask(message, confidential)));
			}
		}
		return errors;
	}

	private static String location(WireObject error) {
		if (!(error.asMap().get("loc") instanceof List<?> path)) {
			return "request";
		}
		List<String> names = path.stream().map(String::valueOf).toList();
		boolean prefixed = names.size() > 1 && List.of("body", "query", "path", "header").contains(names.get(0));
		return String.join(".", prefixed ? names.subList(1, names.size()) : names);
	}

	/**
	 * The headers that help support to find the request.
	 */
	static Map<String, String> kept(HttpHeaders headers, List<String> confidential) {
		Map<String, String> kept = new LinkedHashMap<>();
		for (String name : KEPT_HEADERS) {
			String value = headers.getFirst(name);
			if (value != null) {
				kept.put(name.toLowerCase(Locale.ROOT), Redactor.maskSecrets(withoutQuery(name, value), confidential));
			}
		}
		return kept;
	}

	private static String withoutQuery(String name, String value) {
		int query = value.indexOf('?');
		return (name.equals("location") && query >= 0) ? value.substring(0, query) : value;
	}

}
