package ai.eigi.client.call;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.testsupport.RawServer.Exchange;
import ai.eigi.client.transport.ApiKey;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.RequestsOnTheWay;
import ai.eigi.client.transport.TestTransport;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service over a real socket that takes calls as a test wants it and lists the
 * conversations the test puts in; its client's waits pass in virtual time.
 */
final class CallService implements AutoCloseable {

	static final String ACCEPTED = "{\"status\":\"success\",\"message\":\"Outbound calls initiated successfully\"}";

	private static final JsonMapper json = JsonMapper.shared();

	final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	final Map<String, Map<String, Object>> conversations = Collections.synchronizedMap(new LinkedHashMap<>());

	final List<Map<String, Object>> dialled = Collections.synchronizedList(new ArrayList<>());

	final Sinks.Many<Conversation> ended = Sinks.many().multicast().directBestEffort();

	final Map<Integer, List<Runnable>> onLook = new ConcurrentHashMap<>();

	private final RawServer server;

	private final RequestsOnTheWay requestsOnTheWay = new RequestsOnTheWay();

	private final EigiTransport transport;

	private volatile Answer dialAnswer = (exchange) -> exchange.json(200, ACCEPTED);

	private volatile Answer lookAnswer = this::list;

	private final AtomicInteger looks = new AtomicInteger();

	private final AtomicInteger missingKeys = new AtomicInteger();

	CallService() {
		this.server = RawServer.start(this::handle);
		this.transport = TestTransport.create(this.server.url(), this.time, this.requestsOnTheWay,
				(account, formerRefused) -> (this.missingKeys.getAndDecrement() > 0)
						? Mono.error(new IllegalStateException("Vault is away"))
						: Mono.just(ApiKey.supplied("vk_test", Duration.ZERO)));
		this.time.advanceTimeBy(Duration.ofDays(20_000));
	}

	CallApi api() {
		return api(null, CallSettings.live());
	}

	CallApi api(ConversationFeed feed, CallSettings settings) {
		return new CallApi(this.transport, new ConversationApi(this.transport, feed), feed, settings);
	}

	ConversationFeed feed() {
		return this.ended::asFlux;
	}

	CallService answerDials(Answer answer) {
		this.dialAnswer = answer;
		return this;
	}

	/**
	 * Answer a dial as lost: the connection ends without a word.
	 */
	CallService loseDials() {
		return answerDials(Exchange::close);
	}

	/**
	 * Have no key for so many of the next requests.
	 */
	void loseKeys(int requests) {
		this.missingKeys.set(requests);
	}

	/**
	 * How many of the lost keys nobody has asked for yet.
	 */
	int lostKeys() {
		return Math.max(this.missingKeys.get(), 0);
	}

	CallService answerLooks(Answer answer) {
		this.lookAnswer = answer;
		return this;
	}

	/**
	 * Do something before the n-th look is answered.
	 */
	CallService beforeLook(int number, Runnable action) {
		this.onLook.computeIfAbsent(number, (n) -> new ArrayList<>()).add(action);
		return this;
	}

	int looks() {
		return this.looks.get();
	}

	List<RawServer.Request> requests() {
		return this.server.requests();
	}

	Instant now() {
		return Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS));
	}

	/**
	 * The parameters of a call that was dialled.
	 */
	@SuppressWarnings("unchecked")
	Map<String, Object> param(int dial, int index) {
		return ((List<Map<String, Object>>) this.dialled.get(dial).get("params")).get(index);
	}

	String correlationId(int dial, int index) {
		return (String) ((Map<?, ?>) param(dial, index).get("metadata")).get(CallRecipient.CORRELATION_KEY);
	}

	/**
	 * List a conversation, or change the one of that id.
	 */
	void put(String id, String number, String status, String correlationId, String... words) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("to_mobile_number", number);
		if (correlationId != null) {
			metadata.put("dynamic_variables", Map.of(CallRecipient.CORRELATION_KEY, correlationId));
		}
		Map<String, Object> old = this.conversations.getOrDefault(id, Map.of());
		Map<String, Object> conversation = new LinkedHashMap<>();
		conversation.put("conversation_id", id);
		conversation.put("agent_id", "agent-1");
		conversation.put("conversation_status", status);
		conversation.put("conversation_metadata", metadata);
		conversation.put("created_at", old.getOrDefault("created_at", now().toString()));
		conversation.put("conversation_transcript",
				List.of(words).stream().map((text) -> Map.of("role", "assistant", "content", text)).toList());
		this.conversations.put(id, conversation);
	}

	void analyse(String id) {
		Map<String, Object> changed = new LinkedHashMap<>(this.conversations.get(id));
		changed.put("conversation_analysis", List.of(Map.of("is_good", true)));
		this.conversations.put(id, changed);
	}

	void date(String id, Instant created) {
		Map<String, Object> changed = new LinkedHashMap<>(this.conversations.get(id));
		changed.put("created_at", created.toString());
		this.conversations.put(id, changed);
	}

	/**
	 * Wait until somebody looks.
	 */
	void awaitLook() {
		Awaitility.await().until(() -> looks() > 0);
	}

	/**
	 * Wait until somebody dials.
	 */
	void awaitDial() {
		Awaitility.await().until(() -> !this.dialled.isEmpty());
	}

	/**
	 * Let time pass until a publisher ends.
	 * @return its values, and its end
	 */
	<T> Ended<T> end(Publisher<T> publisher) throws InterruptedException {
		List<T> values = Collections.synchronizedList(new ArrayList<>());
		AtomicReference<Signal<T>> end = new AtomicReference<>();
		Flux.from(publisher).materialize().subscribe((signal) -> {
			if (signal.isOnNext()) {
				values.add(signal.get());
			}
			else {
				end.set(signal);
			}
		});
		this.requestsOnTheWay.letTimePass(this.time, () -> end.get() != null);
		return new Ended<>(values, end.get());
	}

	private void handle(Exchange exchange) throws Exception {
		if (exchange.request().method().equals("POST")) {
			this.dialled.add(json.readValue(exchange.request().body(), Map.class));
			this.dialAnswer.answer(exchange);
		}
		else {
			int look = this.looks.incrementAndGet();
			this.onLook.getOrDefault(look, List.of()).forEach(Runnable::run);
			this.lookAnswer.answer(exchange);
		}
	}

	void list(Exchange exchange) throws IOException {
		String target = exchange.request().target();
		String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
		if (path.endsWith("/conversations")) {
			exchange.json(200, json.writeValueAsString(
					Map.of("data", List.copyOf(this.conversations.values()), "pagination", Map.of("page", 1))));
			return;
		}
		Map<String, Object> conversation = this.conversations.get(path.substring(path.lastIndexOf('/') + 1));
		exchange.json((conversation != null) ? 200 : 404, json
			.writeValueAsString((conversation != null) ? conversation : Map.of("detail", "Conversation not found")));
	}

	@Override
	public void close() {
		this.transport.close();
		this.server.close();
	}

	@FunctionalInterface
	interface Answer {

		void answer(Exchange exchange) throws Exception;

	}

	record Ended<T>(List<T> values, Signal<T> end) {

		T value() {
			if (this.end.isOnError()) {
				throw new AssertionError(this.end.getThrowable());
			}
			return this.values.get(0);
		}

		Throwable error() {
			return this.end.getThrowable();
		}

	}

}
