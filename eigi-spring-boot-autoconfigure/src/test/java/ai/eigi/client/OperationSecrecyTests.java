package ai.eigi.client;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallTracking;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.AgentChat;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.testsupport.RawServer.Exchange;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.transport.ProxyProvider;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation meets every failure while every logger is at TRACE, and no line holds
 * the key, a number, or what somebody said, asked for or noted: all of it contains the
 * word "sekret" or the number below.
 */
@Tag("same-on-any-jdk")
class OperationSecrecyTests {

	private static final String NUMBER = "+14155550123";

	private static final String KEY = "vk_sekret-key";

	private static final LanguageModel MODEL = LanguageModel.custom("m", "https://llm.example", "sekret model key");

	private static final Map<String, Object> METADATA = Map.of("note", "sekret note", "phone", NUMBER, "number",
			14155550123L, "sekret name", "x");

	/**
	 * An argument for each type of parameter; a new operation with a type of its own
	 * needs one here.
	 */
	private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(Map.entry(String.class, "id-1"),
			Map.entry(int.class, 3), Map.entry(Duration.class, Duration.ofMillis(100)),
			Map.entry(ChatRequest.class, ChatRequest.of("agent-1", "sekret message").withMetadata(METADATA)),
			Map.entry(ChatSessionQuery.class, ChatSessionQuery.builder().agentId("agent-1").build()),
			Map.entry(ConversationQuery.class, ConversationQuery.builder().search("sekret " + NUMBER).build()),
			Map.entry(OutboundCallRequest.class,
					OutboundCallRequest.builder("agent-1").to(CallRecipient.of(NUMBER).withMetadata(METADATA)).build()),
			Map.entry(CallAttempt.class,
					OutboundCallRequest.of("agent-1", NUMBER).withCorrelationIds().attemptAt(Instant.now())),
			Map.entry(UnknownOutcomePolicy.class, UnknownOutcomePolicy.resolve(Duration.ofMillis(100))),
			Map.entry(CallTracking.class,
					CallTracking.defaults().withFindWithin(Duration.ofMillis(100)).withAtMost(Duration.ofMillis(200))),
			Map.entry(AgentQuery.class, AgentQuery.all()),
			Map.entry(AgentDefinition.class,
					AgentDefinition.builder("A", AgentType.INBOUND)
						.stt(SpeechToText.of("P", "m", "en"))
						.llm(MODEL)
						.tts(TextToSpeech.of("P", "m", "en", "v"))
						.promptContent("sekret prompt")
						.mobileNumbers(List.of(NUMBER))
						.build()),
			Map.entry(AgentUpdate.class, AgentUpdate.builder().llm(MODEL).promptContent("sekret prompt").build()),
			Map.entry(PromptQuery.class, PromptQuery.all()),
			Map.entry(PromptDefinition.class, PromptDefinition.of("prompt", "sekret prompt")),
			Map.entry(PromptUpdate.class, PromptUpdate.of("sekret prompt")),
			Map.entry(VoiceQuery.class, VoiceQuery.of("P")));

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Lines lines = new Lines();

	private final Level level = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

	@BeforeEach
	void listen() {
		this.lines.setContext(this.root.getLoggerContext());
		this.lines.start();
		// nobody wants to read all of it on the console
		this.root.iteratorForAppenders().forEachRemaining(this.others::add);
		this.others.forEach(this.root::detachAppender);
		this.root.addAppender(this.lines);
		this.root.setLevel(Level.TRACE);
	}

	@AfterEach
	void stop() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this.lines);
		this.others.forEach(this.root::addAppender);
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void nothingSecretOrPersonalIsLogged(Failure failure) {
		int sent = failure.sendsNothing ? 0 : 30;
		try (RawServer server = RawServer.start(failure.handler)) {
			EigiClient.Builder builder = client(server);
			failure.client.accept(builder, server);
			try (EigiClient client = builder.build()) {
				runAll(client, () -> server.requests().size() >= sent);
			}
			assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(sent);
		}
		assertNothingSecret();
	}

	@Test
	void nothingSecretOrPersonalIsLoggedOfACancelledOperation() throws Exception {
		try (RawServer server = RawServer.start(Exchange::stall); EigiClient client = client(server).build()) {
			for (Operation operation : operations(client)) {
				var running = Flux.from(operation.publisher()).onErrorComplete().subscribe();
				server.awaitExchange();
				running.dispose();
			}
		}
		assertNothingSecret();
	}

	@Test
	void nothingSecretOrPersonalIsLoggedOfAClosedClient() {
		try (RawServer server = RawServer.start(Exchange::stall)) {
			EigiClient client = client(server).build();
			client.close();
			runAll(client, () -> true);
			assertThat(server.requests()).isEmpty();
		}
		assertNothingSecret();
	}

	@Test
	void nothingSecretOrPersonalIsLoggedOfARefusedPermit() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{}"));
				EigiClient client = client(server)
					.rateLimit((limit) -> limit.withEnabled(true).withRequestsPerMinute(1).withMaxWait(Duration.ZERO))
					.build()) {
			runAll(client, () -> !server.requests().isEmpty());
			assertThat(server.requests()).hasSize(1);
		}
		assertNothingSecret();
	}

	@ParameterizedTest
	@ValueSource(ints = { 409, 200 })
	void neitherKeyIsLoggedWhenOneTakesThePlaceOfTheOther(int status) {
		List<String> keys = List.of("former-sekret.key", "other-sekret.key");
		try (RawServer server = RawServer.start((exchange) -> {
			boolean former = keys.get(0).equals(exchange.request().header("x-api-key"));
			exchange.json(former ? 401 : status,
					"{\"detail\":\"Not %s\"".formatted(former ? keys.get(0) : keys) + ((status == 200) ? "" : "}"),
					"x-request-id: " + (former ? keys.get(0) : String.join("_", keys)));
		});
				EigiClient client = client(server)
					.apiKeySupplier(
							(request) -> Mono.just(EigiApiKey.of(request.formerRefused() ? keys.get(1) : keys.get(0))))
					.build()) {
			runAll(client, () -> server.requests().size() >= 50);
			assertThat(server.requests()).extracting((request) -> request.header("x-api-key")).containsAll(keys);
		}
		assertNothingSecret();
		assertThat(this.lines.list()).as("failures with the reference of the service")
			.anyMatch((event) -> event.getFormattedMessage().contains("status=" + status + ", attempts=2"))
			.anyMatch((event) -> event.getFormattedMessage().contains("x-request-id=***_***"));
	}

	@Test
	void valuesReachTheServerAndTheLoggersAreListenedTo() {
		try (RawServer server = RawServer.start(Failure.NONE.handler); EigiClient client = client(server).build()) {
			List<Predicate<RawServer.Request>> values = List.of(
					(request) -> request.target().endsWith("search=sekret%20%2B14155550123"),
					(request) -> request.body().contains("sekret message"));
			runAll(client, () -> values.stream().allMatch((value) -> server.requests().stream().anyMatch(value)));
			assertThat(server.requests()).anyMatch(values.get(0))
				.anyMatch(values.get(1))
				.allMatch((request) -> KEY.equals(request.header("x-api-key")));
		}
		for (String logger : List.of("reactor.netty.http.client.HttpClientConnect", "reactor.netty.resources",
				"org.springframework.web.reactive.function.client.ExchangeFunctions", "ai.eigi.client.wire")) {
			assertThat(this.lines.list()).as(logger).anyMatch((event) -> event.getLoggerName().startsWith(logger));
		}
	}

	private void assertNothingSecret() {
		assertThat(this.lines.list()).isNotEmpty().allSatisfy((event) -> {
			String text = event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy())
					+ event.getMDCPropertyMap();
			assertThat(text).as(event.getLoggerName()).doesNotContain("sekret", "4155550123");
		});
	}

	/**
	 * Runs all operations, and leaves those that have not ended when enough has reached
	 * the server.
	 */
	private static void runAll(EigiClient client, BooleanSupplier enough) {
		Mono<Long> left = Flux.interval(Duration.ofMillis(900), Duration.ofMillis(50))
			.filter((tick) -> enough.getAsBoolean())
			.next()
			.timeout(Duration.ofSeconds(20), Mono.just(0L))
			.cache();
		Flux.fromIterable(operations(client))
			.flatMap((operation) -> Flux.from(operation.publisher()).takeUntilOther(left).onErrorComplete(), 100)
			.blockLast(Duration.ofSeconds(30));
	}

	private static List<Operation> operations(EigiClient client) {
		return Stream.concat(
				Stream.of(EigiOperations.class.getMethods()).map((method) -> operation(client.operations(), method)),
				Stream.of(EigiManagementOperations.class.getMethods())
					.map((method) -> operation(client.management(), method)))
			.toList();
	}

	private static Operation operation(Object target, Method method) {
		Object[] arguments = Stream.of(method.getParameterTypes())
			.map((type) -> Objects.requireNonNull(ARGUMENTS.get(type), () -> "Say what to send as " + type))
			.toArray();
		try {
			return new Operation(method.getName(), publisher(method.invoke(target, arguments)));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Publisher<?> publisher(Object result) {
		if (result instanceof AgentChat chat) {
			return Flux.concatDelayError(chat.stream("sekret message"), chat.send("sekret message"));
		}
		return Flux.from((Publisher<?>) result)
			.flatMap((value) -> (value instanceof ChatStream stream) ? stream.text() : Flux.just(value));
	}

	private static EigiClient.Builder client(RawServer server) {
		return EigiClient.builder()
			.apiKey(KEY)
			.baseUrl(server.url())
			.rateLimit((limit) -> limit.withEnabled(false))
			.retry((retry) -> retry.withMaxAttempts(2)
				.withBackoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
				.withMaxRetryAfter(Duration.ofSeconds(2)))
			.http((http) -> http.withConnectTimeout(Duration.ofMillis(500))
				.withResponseTimeout(Duration.ofMillis(400))
				.withStreamFirstTextTimeout(Duration.ofMillis(400))
				.withStreamIdleTimeout(Duration.ofMillis(200)));
	}

	private record Operation(String name, Publisher<?> publisher) {

	}

	/**
	 * All lines, from whatever thread they come.
	 */
	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> list = new ArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.list.add(event);
		}

		synchronized List<ILoggingEvent> list() {
			return List.copyOf(this.list);
		}

	}

	/**
	 * What can go wrong.
	 */
	enum Failure {

		NONE(OperationSecrecyTests::answer),

		STATUS_302((exchange) -> exchange.respond(302, "text/html", echo(exchange),
				"location: http://elsewhere.example/sekret?number=" + NUMBER)),

		STATUS_400((exchange) -> echo(exchange, 400)), STATUS_401((exchange) -> echo(exchange, 401)),

		STATUS_403((exchange) -> echo(exchange, 403)), STATUS_404((exchange) -> echo(exchange, 404)),

		STATUS_408((exchange) -> echo(exchange, 408)), STATUS_409((exchange) -> echo(exchange, 409)),

		STATUS_422((exchange) -> exchange.json(422,
				"{\"detail\":[{\"loc\":[\"body\",\"sekret name\"],\"msg\":%s,\"input\":%s,\"type\":\"sekret message\"}]}"
					.formatted(echo(exchange), echo(exchange)))),

		STATUS_429((exchange) -> echo(exchange, 429)), STATUS_500((exchange) -> echo(exchange, 500)),

		STATUS_502_OF_A_GATEWAY((exchange) -> exchange.respond(502, "text/html", "<p>sekret " + NUMBER)),

		STATUS_503((exchange) -> echo(exchange, 503)), STATUS_504((exchange) -> echo(exchange, 504)),

		RESET(Exchange::reset), CLOSED(Exchange::close),

		HALF_A_HEAD((exchange) -> exchange.raw("HTTP/1.1 200 OK\r\nx-sekret: sek").close()),

		NO_HTTP((exchange) -> exchange.raw("sekret " + NUMBER + "\r\n\r\n").close()),

		HALF_A_BODY((exchange) -> exchange
			.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 200\r\n\r\n{\"notes\":\"sekret "
					+ NUMBER)
			.close()),

		HALF_A_STREAM((exchange) -> exchange.streamHead().chunk("sekret answer " + NUMBER).close()),

		SILENT_STREAM((exchange) -> exchange.streamHead().chunk("sekret answer " + NUMBER).stall()),

		BAD_CHUNK((exchange) -> exchange.streamHead().raw("sekret " + NUMBER + "\r\n").close()),

		MALFORMED_JSON((exchange) -> exchange.json(200, "{\"sekret name\":\"sekret\", " + NUMBER)),

		OTHER_JSON((exchange) -> exchange.json(200, "[\"sekret\", 14155550123]")),

		PAGE((exchange) -> exchange.respond(200, "text/html", "<p>sekret " + NUMBER)),

		EMPTY((exchange) -> exchange.json(200, "")),

		TOO_LATE(Exchange::stall),

		CONNECTION_REFUSED(Exchange::stall, (builder, server) -> builder.baseUrl("http://localhost:" + closedPort()),
				true),

		NO_TLS(Exchange::close, (builder, server) -> builder.baseUrl("https://localhost:" + server.port()), true),

		PROXY_REFUSED(Exchange::stall, (builder,
				server) -> builder.httpClient((client) -> client.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP)
					.socketAddress(new InetSocketAddress("localhost", closedPort())))),
				true),

		SUPPLIER_FAILS(Exchange::stall,
				(request) -> Mono.error(new IllegalStateException("cannot read " + KEY + " for " + NUMBER))),

		SUPPLIER_THROWS(Exchange::stall, (request) -> {
			throw new IllegalStateException("cannot read " + KEY + " for " + NUMBER);
		}),

		SUPPLIER_IS_EMPTY(Exchange::stall, (request) -> Mono.empty()),

		KEY_WITH_A_LINE_BREAK(Exchange::stall, (request) -> Mono.just(EigiApiKey.of(KEY + "\n").cached())),

		SUPPLIER_IS_SILENT(Exchange::stall, new EigiApiKeySupplier() {

			@Override
			public Mono<EigiApiKey> get(EigiApiKeyRequest request) {
				return Mono.just(EigiApiKey.of(KEY)).delayUntil((key) -> Mono.never());
			}

			@Override
			public Duration timeout() {
				return Duration.ofMillis(100);
			}

		});

		private final RawServer.Handler handler;

		private final BiConsumer<EigiClient.Builder, RawServer> client;

		private final boolean sendsNothing;

		Failure(RawServer.Handler handler) {
			this(handler, (builder, server) -> {
			}, false);
		}

		Failure(RawServer.Handler handler, EigiApiKeySupplier supplier) {
			this(handler, (builder, server) -> builder.apiKeySupplier(supplier), true);
		}

		Failure(RawServer.Handler handler, BiConsumer<EigiClient.Builder, RawServer> client, boolean sendsNothing) {
			this.handler = handler;
			this.client = client;
			this.sendsNothing = sendsNothing;
		}

	}

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The service as it answers on a good day, with somebody's words in every field.
	 */
	private static void answer(Exchange exchange) throws Exception {
		if (exchange.request().body().contains("\"streaming\":true")) {
			exchange.streamHead().chunk("sekret answer ").chunk(NUMBER).lastChunk();
			return;
		}
		String one = """
				{"id":"i","conversation_id":"c","session_id":"s","agent_id":"a","name":"n","status":"COMPLETED",
				"response":"sekret answer","first_message":"sekret answer","notes":"sekret note","message":"sekret",
				"prompt_content":"sekret prompt","prompt_access_token":"sekret token","content":"sekret prompt",
				"metadata":{"sekret name":"sekret note","to_number":"+14155550123"},
				"conversations":[{"role":"user","content":"sekret message"}],
				"messages":[{"role":"user","content":"sekret message"}],
				"analysis":{"sekret":{"sekret":"sekret +14155550123"}},
				"mobile_numbers":["+14155550123"]}""".replace("\n", "");
		exchange.json(200, one.substring(0, one.length() - 1)
				+ ",\"data\":[%s],\"items\":[%s],\"total\":1,\"page\":1}".formatted(one, one));
	}

	private static void echo(Exchange exchange, int status) throws Exception {
		exchange.json(status, "{\"detail\":%s}".formatted(echo(exchange)), "retry-after: 0", "x-request-id: req-1");
	}

	private static String echo(Exchange exchange) {
		RawServer.Request request = exchange.request();
		return JsonMapper.shared()
			.writeValueAsString("Cannot do " + request.target() + " with " + request.header("x-api-key") + " for "
					+ request.body() + " and " + NUMBER);
	}

}
