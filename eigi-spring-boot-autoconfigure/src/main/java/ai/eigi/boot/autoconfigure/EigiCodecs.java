package ai.eigi.boot.autoconfigure;

import ai.eigi.client.transport.HttpSettings;

import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Room for answers: a page of 100 conversations with their transcripts is larger than the
 * 256 KB that codecs allow by default.
 */
final class EigiCodecs {

	private static final String SIZE_OF_APPLICATION = "spring.http.codecs.max-in-memory-size";

	private EigiCodecs() {
	}

	static WebClient.Builder sizedFor(WebClient.Builder builder, Environment environment) {
		if (environment.containsProperty(SIZE_OF_APPLICATION)) {
			return builder;
		}
		return builder.clone().codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(HttpSettings.MAX_ANSWER_SIZE));
	}

}
