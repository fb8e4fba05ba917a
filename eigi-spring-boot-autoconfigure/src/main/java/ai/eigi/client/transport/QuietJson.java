package ai.eigi.client.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.codec.Hints;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;

/**
 * Writes and reads JSON objects with the application's codecs, which would log them at
 * DEBUG with numbers and messages if they were not told to keep quiet.
 */
final class QuietJson {

	private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {
	};

	private static final BodyExtractor<Mono<Map<String, Object>>, ReactiveHttpInputMessage> TO_OBJECT = BodyExtractors
		.toMono(OBJECT);

	private QuietJson() {
	}

	static BodyInserter<Map<String, Object>, ClientHttpRequest> write(Map<String, Object> object) {
		return (message, context) -> BodyInserters.fromValue(object).insert(message, new QuietWriting(context));
	}

	static BodyExtractor<Mono<Map<String, Object>>, ClientHttpResponse> read() {
		return (message, context) -> TO_OBJECT.extract(message, new QuietReading(context));
	}

	private static Map<String, Object> quiet(Map<String, Object> hints) {
		return Hints.merge(hints, Hints.SUPPRESS_LOGGING_HINT, true);
	}

	private record QuietWriting(BodyInserter.Context context) implements BodyInserter.Context {

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return this.context.messageWriters();
		}

		@Override
		public Optional<ServerHttpRequest> serverRequest() {
			return this.context.serverRequest();
		}

		@Override
		public Map<String, Object> hints() {
			return quiet(this.context.hints());
		}

	}

	private record QuietReading(BodyExtractor.Context context) implements BodyExtractor.Context {

		@Override
		public List<HttpMessageReader<?>> messageReaders() {
			return this.context.messageReaders();
		}

		@Override
		public Optional<ServerHttpResponse> serverResponse() {
			return this.context.serverResponse();
		}

		@Override
		public Map<String, Object> hints() {
			return quiet(this.context.hints());
		}

	}

}
