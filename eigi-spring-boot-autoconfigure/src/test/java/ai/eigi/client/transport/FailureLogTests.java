package ai.eigi.client.transport;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.testsupport.RawServer.Exchange;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One line for each operation that failed, at the level of who has to do something about
 * it.
 */
class FailureLogTests {

	private static final String CONVERSATION = "getConversation failed [account=default, error=";

	private final Logger logger = (Logger) LoggerFactory.getLogger("ai.eigi.client");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void stop() {
		this.logger.setLevel(null);
		this.logger.detachAppender(this.lines);
	}

	@ParameterizedTest
	@CsvSource({ "400,DEBUG,EigiInvalidRequestException", "401,WARN,EigiAuthenticationException",
			"403,INFO,EigiAccessDeniedException", "404,DEBUG,EigiNotFoundException", "409,INFO,EigiApiException",
			"422,DEBUG,EigiInvalidRequestException", "302,INFO,EigiApiException" })
	void answerThatIsNotRepeatedIsOneLine(int status, String level, String error) {
		run((exchange) -> exchange.json(status, "{}", "x-request-id: req-7"), (eigi) -> eigi.getConversation("c-1"));
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).hasToString(level);
			assertThat(event.getFormattedMessage()).matches("\\Q" + CONVERSATION + error + ", kind=STATUS, status="
					+ status + ", attempts=1, duration=\\E\\d+ms, x-request-id=req-7]");
		});
	}

	@Test
	void operationThatWasRepeatedIsOneLineAndItsAttemptsAreThereForWhoDebugs() {
		run((exchange) -> exchange.json(500, "{}"), (eigi) -> eigi.getConversation("c-1"));
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("EigiServerException", "status=500", "attempts=3");
		});
		assertThat(attempts()).hasSize(3);
		assertThat(attempts().get(0)).startsWith("Attempt 1 at getConversation failed [")
			.contains("; it is repeated after ");
		assertThat(attempts().get(2)).startsWith("Attempt 3 at getConversation failed [").doesNotContain("repeated");
	}

	@Test
	void operationThatSucceededInTheEndIsNoLine() {
		run((exchange) -> exchange.json((exchange.number() == 1) ? 500 : 200, "{\"conversation_id\":\"c-1\"}"),
				(eigi) -> eigi.getConversation("c-1"));
		assertThat(outcomes()).isEmpty();
		assertThat(attempts()).hasSize(1);
	}

	@Test
	void unknownOutcomeOfCallsNamesTheCallsAndNoNumber() {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of("+14155550123").withCorrelationId("order-7"))
			.to(CallRecipient.of("+14155550124").withCorrelationId("14155550124"))
			.build();
		run(Exchange::close, (eigi) -> eigi.startCalls(request));
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage())
				.contains("startCalls failed", "error=EigiOutcomeUnknownException", "kind=BROKEN", "attempts=1",
						"calls=order-7 ", "]: the server closed the connection too early")
				.doesNotContain("415555");
		});
	}

	@Test
	void interruptedStreamNamesItsSession() {
		run((exchange) -> exchange.streamHead().chunk("Hello").close(),
				(eigi) -> eigi.streamChat(ChatRequest.of("agent-1", "Hello")));
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("streamChat failed", "EigiStreamInterruptedException",
					"session=session-1", "kind=BROKEN", "]: the server closed the connection too early");
		});
	}

	@Test
	void streamOfAClosedClientIsNothingToWorryAbout() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hello").stall());
				EigiClient client = client(server, (builder) -> {
				})) {
			StepVerifier.create(client.operations().streamChat(ChatRequest.of("agent-1", "Hello")))
				.expectNext("Hello")
				.then(client::close)
				.expectError()
				.verify(Duration.ofSeconds(20));
		}
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
			assertThat(event.getFormattedMessage()).contains("EigiStreamInterruptedException", "kind=BROKEN",
					"]: the client was closed");
		});
	}

	@Test
	void numberInsideACorrelationIdIsMaskedAndAUuidIsNot() {
		String uuid = "12345678-1234-4234-8234-12345678901a";
		run(Exchange::close,
				(eigi) -> eigi.startCalls(OutboundCallRequest.builder("agent-1")
					.to(CallRecipient.of("+14155550123").withCorrelationId("crm-14155550123"))
					.to(CallRecipient.of("+14155550124").withCorrelationId("x14155550124y_415555"))
					.to(CallRecipient.of("+14155550125").withCorrelationId(uuid))
					.to(CallRecipient.of("+14155550126").withCorrelationId("order:" + uuid + ":4155550126"))
					.build()));
		assertThat(outcomes()).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("calls=crm-*** x***y_415555 " + uuid + " order:" + uuid + ":***]");
	}

	@Test
	void traceOfTheRequestIsNamed() {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		run((exchange) -> exchange.json(401, "{}"), (eigi) -> eigi.getConversation("c-1"),
				(builder) -> builder.listener((transport, call, streamed, context) -> new OperationEvents() {

					@Override
					public void attemptBegun(int number, HttpHeaders headers) {
						headers.set("traceparent", "00-" + trace + "-b7ad6b7169203331-01");
					}

				}));
		assertThat(outcomes()).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage()).endsWith("trace=" + trace + "]"));
	}

	@Test
	void refusedConnectionIsWarnedOf() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		run(Exchange::close, (eigi) -> eigi.getConversation("c-1"),
				(builder) -> builder.baseUrl("http://localhost:" + port));
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("kind=NOT_SENT", "]: the connection was refused");
		});
	}

	@Test
	void tooManyRequestsAreWarnedOf() {
		run((exchange) -> exchange.json(429, "{}"), (eigi) -> eigi.getConversation("c-1"));
		assertSingleOutcome(Level.WARN, "error=EigiRateLimitedException, kind=STATUS, status=429, attempts=3");
	}

	@Test
	void refusedPermitIsWarnedOf() {
		run((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"),
				(eigi) -> eigi.getConversation("c-1").then(eigi.getConversation("c-2")),
				(builder) -> builder.rateLimit((limit) -> limit.withRequestsPerMinute(1).withMaxWait(Duration.ZERO)));
		assertSingleOutcome(Level.WARN, "error=EigiPermitTimeoutException, kind=PERMIT_REFUSED, attempts=1");
	}

	@Test
	void answerThatCannotBeReadIsWarnedOf() {
		run((exchange) -> exchange.json(200, "{\"conversation_id\""), (eigi) -> eigi.getConversation("c-1"));
		assertSingleOutcome(Level.WARN, "error=EigiDecodingException, kind=UNREADABLE, status=200, attempts=1");
	}

	@Test
	void supplierThatGivesNoKeyIsWarnedOf() {
		run(Exchange::stall, (eigi) -> eigi.getConversation("c-1"),
				(builder) -> builder.apiKeySupplier((request) -> Mono.empty()));
		assertSingleOutcome(Level.WARN, "error=EigiApiKeyUnavailableException, kind=KEY_UNAVAILABLE, attempts=0");
	}

	@Test
	void exceptionOfTheApplicationsOwnFilterIsNothingToWorryAbout() {
		run(Exchange::stall, (eigi) -> eigi.getConversation("c-1"),
				(builder) -> builder.webClient((webClient) -> webClient
					.filter((request, next) -> Mono.error(new UnsupportedOperationException("what it says")))));
		assertSingleOutcome(Level.DEBUG, "error=UnsupportedOperationException, attempts=1");
		assertThat(outcomes().get(0).getFormattedMessage()).doesNotContain("what it says");
	}

	@Test
	void cancelledOperationIsNoLine() throws Exception {
		try (RawServer server = RawServer.start(Exchange::stall); EigiClient client = client(server, (builder) -> {
		})) {
			var running = client.operations().getConversation("c-1").subscribe();
			server.awaitExchange();
			running.dispose();
			assertThat(outcomes()).isEmpty();
		}
	}

	@Test
	void operationOfAClosedClientIsNothingToWorryAbout() {
		try (RawServer server = RawServer.start(Exchange::stall)) {
			EigiClient client = client(server, (builder) -> {
			});
			client.close();
			end(client.operations().getConversation("c-1"));
		}
		assertThat(outcomes()).singleElement().extracting(ILoggingEvent::getLevel).isEqualTo(Level.DEBUG);
	}

	private void assertSingleOutcome(Level level, String facts) {
		assertThat(outcomes()).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(level);
			assertThat(event.getFormattedMessage())
				.startsWith("getConversation failed [account=default, " + facts + ", duration=");
		});
	}

	private void run(RawServer.Handler handler, Function<EigiOperations, Publisher<?>> operation) {
		run(handler, operation, (builder) -> {
		});
	}

	private void run(RawServer.Handler handler, Function<EigiOperations, Publisher<?>> operation,
			Consumer<EigiClient.Builder> customizer) {
		try (RawServer server = RawServer.start(handler); EigiClient client = client(server, customizer)) {
			end(operation.apply(client.operations()));
		}
	}

	private static void end(Publisher<?> publisher) {
		Flux.from(publisher).then().onErrorComplete().block(Duration.ofSeconds(20));
	}

	private static EigiClient client(RawServer server, Consumer<EigiClient.Builder> customizer) {
		EigiClient.Builder builder = EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.retry((retry) -> retry.withBackoff(Duration.ofMillis(1), 1, Duration.ofMillis(1)));
		customizer.accept(builder);
		return builder.build();
	}

	private List<ILoggingEvent> outcomes() {
		return List.copyOf(this.lines.list)
			.stream()
			.filter((event) -> event.getLoggerName().equals("ai.eigi.client"))
			.filter((event) -> !event.getFormattedMessage().startsWith("Attempt "))
			.toList();
	}

	private List<String> attempts() {
		return this.lines.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.startsWith("Attempt "))
			.toList();
	}

}
