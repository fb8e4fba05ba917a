package ai.eigi.client.contract;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.observation.EigiClientMetrics;
import ai.eigi.client.observation.EigiClientObservationDocumentation;
import ai.eigi.client.observation.EigiClientObservationDocumentation.BoundedKeyName;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Events;
import ai.eigi.client.observation.EigiClientObservationDocumentation.LowCardinalityKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Meters;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation meets every kind of answer, and each tag that comes of it is one of
 * those listed.
 */
class ObservationTagTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final List<RawServer.Handler> ANSWERS = List.of((exchange) -> exchange.json(200, "{}"),
			(exchange) -> exchange.json(400, "{}"), (exchange) -> exchange.json(401, "{}"),
			(exchange) -> exchange.json(404, "{}"), (exchange) -> exchange.json(429, "{}"),
			(exchange) -> exchange.json(500, "{}"), (exchange) -> exchange.json(302, "{}"),
			(exchange) -> exchange.respond(200, "text/html", "<html>"), RawServer.Exchange::reset,
			(exchange) -> exchange.streamHead().chunk("Hello").close(),
			(exchange) -> exchange.streamHead().chunk("Hello").lastChunk());

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void everyTagIsListed() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		for (RawServer.Handler answer : ANSWERS) {
			try (RawServer server = RawServer.start(answer); EigiClient client = client(server, observations)) {
				Flux.fromIterable(operations(client))
					.concatMap((operation) -> Flux.from(operation)
						.concatMap((value) -> (value instanceof ChatStream stream) ? stream.text() : Mono.empty())
						.onErrorComplete()
						.timeout(Duration.ofSeconds(1), Mono.empty()))
					.blockLast(PATIENCE.multipliedBy(3));
			}
		}
		Map<String, Set<String>> allowed = allowed();
		Set<String> operations = new TreeSet<>();
		for (Meter meter : this.meters.getMeters()) {
			String name = meter.getId().getName();
			assertThat(allowed).as("meter " + name).containsKey(name);
			for (Tag tag : meter.getId().getTags()) {
				assertThat(allowed.get(name)).as("tag of " + name).contains(tag.getKey() + "=" + tag.getValue());
			}
		}
		this.meters.get("eigi.client.requests")
			.timers()
			.forEach((timer) -> operations.add(timer.getId().getTag("operation")));
		assertThat(operations).containsExactlyInAnyOrderElementsOf(LowCardinalityKeyNames.OPERATION.allowedValues());
	}

	@Test
	void operationsAreNamedAsTheirMethods() {
		Set<String> methods = Stream.of(EigiOperations.class, EigiManagementOperations.class)
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.filter((method) -> Publisher.class.isAssignableFrom(method.getReturnType()))
			.map(Method::getName)
			.collect(Collectors.toSet());
		assertThat(LowCardinalityKeyNames.OPERATION.allowedValues()).containsExactlyInAnyOrderElementsOf(methods);
	}

	private static Map<String, Set<String>> allowed() {
		Map<String, Set<String>> allowed = new HashMap<>();
		Set<String> request = values(List.of(LowCardinalityKeyNames.values()));
		String name = EigiClientObservationDocumentation.REQUESTS.getName();
		allowed.put(name + ".active", request);
		for (Events event : Events.values()) {
			allowed.put(name + "." + event.getName(), request);
		}
		Set<String> withError = new HashSet<>(request);
		Stream
			.of("none", "EigiApiException", "EigiInvalidRequestException", "EigiAuthenticationException",
					"EigiNotFoundException", "EigiRateLimitedException", "EigiServerException",
					"EigiPermitTimeoutException", "EigiTransportException", "EigiOutcomeUnknownException",
					"EigiStreamInterruptedException", "EigiDecodingException")
			.forEach((error) -> withError.add("error=" + error));
		allowed.put(name, withError);
		for (Meters meter : Meters.values()) {
			allowed.put(meter.getName(), values(meter.getKeyNames()));
		}
		return allowed;
	}

	private static Set<String> values(List<? extends BoundedKeyName> keys) {
		Set<String> values = new HashSet<>();
		for (BoundedKeyName key : keys) {
			Set<String> allowed = key.allowedValues().isEmpty() ? Set.of("default") : key.allowedValues();
			allowed.forEach((value) -> values.add(key.asString() + "=" + value));
		}
		return values;
	}

	private static EigiClient client(RawServer server, ObservationRegistry observations, EigiClientMetrics metrics) {
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.rateLimit((limit) -> new RateLimitSettings(true, 100_000, Duration.ofSeconds(30)))
			.retry((retry) -> new RetrySettings(true, 2, Duration.ofMillis(1), 1, Duration.ofMillis(1),
					Duration.ofMinutes(1), false, false))
			.observationRegistry(observations)
			.listener(metrics)
			.build();
	}

	private EigiClient client(RawServer server, ObservationRegistry observations) {
		return client(server, observations, new EigiClientMetrics(this.meters));
	}

	private static List<Publisher<?>> operations(EigiClient client) {
		EigiOperations eigi = client.operations();
		OutboundCallRequest call = OutboundCallRequest.of("agent-1", Sample.NUMBER);
		ChatRequest hello = ChatRequest.of("agent-1", Sample.MESSAGE);
		List<Publisher<?>> operations = new ArrayList<>();
		for (Sample sample : Sample.values()) {
			operations.add(sample.send(eigi));
		}
		for (ManagementSample sample : ManagementSample.values()) {
			operations.add(sample.send(client.management()));
		}
		operations.add(eigi.openChatStream(hello));
		operations.add(eigi.getChatSession("session-1"));
		operations.add(eigi.listChatSessions(ChatSessionQuery.all()));
		operations.add(eigi.allChatSessions(ChatSessionQuery.all()));
		operations.add(eigi.allConversations(ConversationQuery.all()));
		operations.add(eigi.awaitConversation("c-1", Duration.ofMillis(500)));
		operations.add(eigi.resolveCalls(call.attemptAt(Instant.now()), Duration.ofMillis(1)));
		operations.add(eigi.placeCalls(call, UnknownOutcomePolicy.resolve(Duration.ofMillis(1))));
		operations.add(eigi.trackCalls(call));
		return operations;
	}

}
