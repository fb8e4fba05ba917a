package ai.eigi.benchmarks;

import java.util.function.BiFunction;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.observation.EigiClientMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;

/**
 * Our client with more and more switched on.
 */
enum EigiVariants {

	/**
	 * As little as can be.
	 */
	BARE("no limit, no retry",
			(builder, registry) -> builder.rateLimit((limit) -> limit.withEnabled(false))
				.retry((retry) -> retry.withEnabled(false))),

	/**
	 * The limiter alone.
	 */
	LIMIT("limit", (builder, registry) -> builder.retry((retry) -> retry.withEnabled(false))),

	/**
	 * The retry alone.
	 */
	RETRY("retry", (builder, registry) -> builder.rateLimit((limit) -> limit.withEnabled(false))),

	/**
	 * What the others are compared with.
	 */
	DEFAULT("**limit and retry: the default**", (builder, registry) -> builder),

	/**
	 * With an observation of each operation.
	 */
	OBSERVED("default, observed", (builder, registry) -> builder.observationRegistry(observing(registry))),

	/**
	 * With all meters, those of the texts among them.
	 */
	METERED("default, observed and metered", (builder, registry) -> builder.observationRegistry(observing(registry))
		.listener(new EigiClientMetrics(registry)));

	// counts every request and is too large to hold one back
	private static final int REQUESTS_PER_MINUTE = 100_000_000;

	private final String title;

	private final BiFunction<EigiClient.Builder, MeterRegistry, EigiClient.Builder> change;

	EigiVariants(String title, BiFunction<EigiClient.Builder, MeterRegistry, EigiClient.Builder> change) {
		this.title = title;
		this.change = change;
	}

	private static ObservationRegistry observing(MeterRegistry registry) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
		return observations;
	}

	String title() {
		return this.title;
	}

	StreamingClient open(String baseUrl, int connections) {
		EigiClient client = this.change
			.apply(EigiClient.builder()
				.apiKey(StreamingClient.API_KEY)
				.baseUrl(baseUrl)
				.rateLimit((limit) -> limit.withRequestsPerMinute(REQUESTS_PER_MINUTE))
				.http((http) -> http.withMaxConnections(connections)), new SimpleMeterRegistry())
			.build();
		return new StreamingClient() {

			@Override
			public Flux<String> stream(String message) {
				return client.operations().streamChat(ChatRequest.of(AGENT, message));
			}

			@Override
			public void close() {
				client.close();
			}

		};
	}

}
