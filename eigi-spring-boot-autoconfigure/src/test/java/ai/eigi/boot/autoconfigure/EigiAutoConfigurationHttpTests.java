package ai.eigi.boot.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.testsupport.RawServer;
import io.netty.handler.timeout.ReadTimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the client takes over from the application's {@code WebClient}, what it does not,
 * and what the application never gets to see.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiAutoConfigurationHttpTests {

	private static final String NOT_USED = "is not used for eigi";

	private RawServer server = EigiContexts.conversationServer();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void filtersOfTheApplicationApply() {
		contextRunner().withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter(addingHeader("blue")))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("X-Tenant")).isEqualTo("blue"));
			});
	}

	@Test
	void filtersOfTheApplicationApplyToStreams() {
		serve((exchange) -> exchange.streamHead().chunk("Hello").lastChunk());
		contextRunner().withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter(addingHeader("blue")))
			.run((context) -> {
				List<String> texts = context.getBean(EigiOperations.class)
					.streamChat(ChatRequest.of("agent-1", "Hi"))
					.collectList()
					.block(EigiContexts.PATIENCE);
				assertThat(texts).containsExactly("Hello");
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("X-Tenant")).isEqualTo("blue"));
			});
	}

	@Test
	void codecsOfTheApplicationApply() {
		AtomicInteger configured = new AtomicInteger();
		contextRunner()
			.withBean(CodecCustomizer.class,
					() -> (codecs) -> codecs.registerDefaults(configured.incrementAndGet() < 0))
			.run((context) -> {
				assertThatExceptionOfType(EigiDecodingException.class)
					.isThrownBy(() -> EigiContexts.readConversation(context));
				assertThat(configured).hasPositiveValue();
			});
	}

	@Test
	void contextValueOfTheCallerReachesTheApplicationsFilter() {
		List<String> seen = new CopyOnWriteArrayList<>();
		ExchangeFilterFunction filter = (request, next) -> Mono.deferContextual((context) -> {
			seen.add(context.getOrDefault("tenant", "nobody"));
			return next.exchange(request);
		});
		contextRunner().withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter(filter))
			.run((context) -> {
				context.getBean(EigiOperations.class)
					.getConversation("c-1")
					.contextWrite((values) -> values.put("tenant", "blue"))
					.block(EigiContexts.PATIENCE);
				assertThat(seen).containsExactly("blue");
			});
	}

	@Test
	void keyIsNotInTheRequestThatTheApplicationsFilterSees() {
		List<ClientRequest> seen = new CopyOnWriteArrayList<>();
		contextRunner().withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter((request, next) -> {
			seen.add(request);
			return next.exchange(request).doOnNext((response) -> seen.add(request));
		})).run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(this.server.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("X-API-Key")).isEqualTo(EigiContexts.KEY));
			assertThat(seen).hasSize(2).allSatisfy((request) -> {
				assertThat(request.headers().toString()).doesNotContain(EigiContexts.KEY);
				assertThat(request.attributes().toString()).doesNotContain(EigiContexts.KEY);
				assertThat(request.url().toString()).doesNotContain(EigiContexts.KEY);
			});
		});
	}

	@Test
	void keyIsInNoLogHoweverMuchIsLogged(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		List<String> loggers = List.of("org.springframework", "reactor.netty", "ai.eigi");
		loggers.forEach((logger) -> logging.setLogLevel(logger, LogLevel.TRACE));
		try {
			contextRunner().withPropertyValues("spring.http.codecs.log-request-details=true").run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).hasSize(1);
			});
		}
		finally {
			loggers.forEach((logger) -> logging.setLogLevel(logger, null));
		}
		assertThat(output).contains("ExchangeFunctions").contains("reactor.netty").doesNotContain(EigiContexts.KEY);
	}

	@Test
	void builderOfTheApplicationIsNotChanged() {
		RecordingConnector connector = new RecordingConnector();
		WebClient.Builder builder = WebClient.builder().clientConnector(connector);
		serve((exchange) -> exchange.json(200, largeAnswer()));
		contextRunner().withBean(WebClient.Builder.class, () -> builder).run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(connector.requests).hasValue(0);
			assertThatExceptionOfType(WebClientResponseException.class)
				.isThrownBy(() -> builder.build()
					.get()
					.uri(this.server.url())
					.retrieve()
					.bodyToMono(String.class)
					.block(EigiContexts.PATIENCE))
				.withCauseInstanceOf(DataBufferLimitException.class);
			assertThat(connector.requests).hasValue(1);
			assertThat(this.server.requests()).last()
				.satisfies((request) -> assertThat(request.headers()).doesNotContainKey("x-api-key"));
		});
	}

	@Test
	void connectorOfTheApplicationIsNotUsedAndTheLogSaysSoOnce(CapturedOutput output) {
		RecordingConnector connector = new RecordingConnector();
		contextRunner().withBean(ClientHttpConnector.class, () -> connector).run((context) -> {
			EigiContexts.readConversation(context);
			EigiContexts.readConversation(context);
			assertThat(this.server.requests()).hasSize(2);
			assertThat(connector.requests).hasValue(0);
		});
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void reactorConnectorOfTheApplicationIsNotUsedEitherAndTheLogSaysSoOnce(CapturedOutput output) {
		contextRunner().withBean(ClientHttpConnector.class, ReactorClientHttpConnector::new)
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void connectorWithoutBeanDefinitionDoesNotPreventTheStart(CapturedOutput output) {
		contextRunner().withInitializer(
				(context) -> context.getBeanFactory().registerSingleton("connector", new ReactorClientHttpConnector()))
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void connectorFromTheApplicationsCustomizerIsNotUsedAndTheLogSaysSoOnce(CapturedOutput output) {
		RecordingConnector connector = new RecordingConnector();
		contextRunner().withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(connector))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(connector.requests).hasValue(0);
			});
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void connectorChosenByPropertyIsNotUsedAndTheLogSaysSoOnce(CapturedOutput output) {
		contextRunner().withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void connectorBuilderOfTheApplicationIsNotUsedAndTheLogSaysSoOnce(CapturedOutput output) {
		contextRunner()
			.withBean(ClientHttpConnectorBuilder.class,
					() -> ClientHttpConnectorBuilder.reactor()
						.withHttpClientCustomizer((client) -> client.headers((headers) -> headers.set("X-Own", "1"))))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.headers()).doesNotContainKey("x-own"));
			});
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void connectorCustomizedByTheApplicationIsNotUsedAndTheLogSaysSoOnce(CapturedOutput output) {
		contextRunner().withUserConfiguration(ConnectorCustomizerConfiguration.class)
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
		assertThat(output).containsOnlyOnce(NOT_USED);
	}

	@Test
	void nothingIsSaidAboutConnectorsInAPlainApplication(CapturedOutput output) {
		contextRunner().withPropertyValues("spring.http.clients.read-timeout=3s")
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
		assertThat(output).doesNotContain(NOT_USED);
	}

	@Test
	void readTimeoutOfTheApplicationDoesNotApply() {
		Semaphore goOn = new Semaphore(0);
		serve((exchange) -> {
			if (exchange.request().target().equals("/application")) {
				exchange.stall();
				return;
			}
			goOn.tryAcquire(EigiContexts.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (exchange.request().target().endsWith("/c-1")) {
				exchange.json(200, "{\"conversation_id\":\"c-1\"}");
				return;
			}
			exchange.streamHead().chunk("Hello ");
			goOn.tryAcquire(EigiContexts.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			exchange.chunk("world").lastChunk();
		});
		contextRunner().withPropertyValues("spring.http.clients.read-timeout=200ms").run((context) -> {
			EigiOperations operations = context.getBean(EigiOperations.class);
			WebClient application = context.getBean(WebClient.Builder.class).build();
			StepVerifier.create(operations.getConversation("c-1").map(Conversation::id))
				.then(() -> letTheApplicationTimeOut(application, 2))
				.then(goOn::release)
				.expectNext("c-1")
				.expectComplete()
				.verify(EigiContexts.PATIENCE);
			StepVerifier.create(operations.streamChat(ChatRequest.of("agent-1", "Hi")))
				.then(() -> letTheApplicationTimeOut(application, 4))
				.then(goOn::release)
				.expectNext("Hello ")
				.then(() -> letTheApplicationTimeOut(application, 5))
				.then(goOn::release)
				.expectNext("world")
				.expectComplete()
				.verify(EigiContexts.PATIENCE);
		});
	}

	/**
	 * Waits as long as the application's own {@code WebClient} does for an answer that
	 * does not come, with ours under way.
	 */
	private void letTheApplicationTimeOut(WebClient application, int requests) {
		// ours has arrived, and waits for longer
		Awaitility.await().until(() -> this.server.requests().size() == requests - 1);
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> application.get()
				.uri(this.server.url() + "/application")
				.retrieve()
				.toBodilessEntity()
				.block(EigiContexts.PATIENCE))
			.withCauseInstanceOf(ReadTimeoutException.class);
		assertThat(this.server.requests()).hasSize(requests);
	}

	@Test
	void noCookieIsKept() {
		serve((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}", "set-cookie: session=s-1; Path=/"));
		contextRunner().withPropertyValues("spring.http.clients.cookie-handling=enable-when-possible")
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).hasSize(2)
					.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("cookie"));
			});
	}

	@Test
	void answerOfTwoMegabytesIsReadByDefault() {
		serve((exchange) -> exchange.json(200, largeAnswer()));
		contextRunner().run((context) -> {
			Conversation conversation = EigiContexts.readConversation(context);
			assertThat(conversation.transcript()).hasSize(2048);
		});
	}

	@Test
	void answerOfTwoMegabytesIsReadByDefaultWhereNothingElseIsConfigured() {
		serve((exchange) -> exchange.json(200, largeAnswer()));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class))
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=" + this.server.url())
			.run((context) -> assertThat(EigiContexts.readConversation(context).transcript()).hasSize(2048));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.http.codecs.max-in-memory-size=1KB", "spring.http.codecs.maxInMemorySize=1KB" })
	void sizeThatTheApplicationSetsForItsCodecsHolds(String property) {
		serve((exchange) -> exchange.json(200, largeAnswer()));
		contextRunner().withPropertyValues(property)
			.run((context) -> assertThatExceptionOfType(EigiDecodingException.class)
				.isThrownBy(() -> EigiContexts.readConversation(context))
				.withMessageContaining("spring.http.codecs.max-in-memory-size"));
	}

	@Test
	void sizeThatTheApplicationSetsWithACustomizerHolds() {
		serve((exchange) -> exchange.json(200, largeAnswer()));
		contextRunner().withBean(CodecCustomizer.class, () -> (codecs) -> codecs.defaultCodecs().maxInMemorySize(1024))
			.run((context) -> assertThatExceptionOfType(EigiDecodingException.class)
				.isThrownBy(() -> EigiContexts.readConversation(context)));
	}

	private ApplicationContextRunner contextRunner() {
		return EigiContexts.runner(this.server);
	}

	private void serve(RawServer.Handler handler) {
		this.server.close();
		this.server = RawServer.start(handler);
	}

	private static ExchangeFilterFunction addingHeader(String value) {
		return (request, next) -> next.exchange(ClientRequest.from(request).header("X-Tenant", value).build());
	}

	private static String largeAnswer() {
		List<String> messages = new ArrayList<>();
		for (int i = 0; i < 2048; i++) {
			messages.add("{\"role\":\"assistant\",\"content\":\"" + "x".repeat(1024) + "\"}");
		}
		return "{\"conversation_id\":\"c-1\",\"conversation_transcript\":[" + String.join(",", messages) + "]}";
	}

	/**
	 * Counts what is sent through it.
	 */
	private static final class RecordingConnector implements ClientHttpConnector {

		private final AtomicInteger requests = new AtomicInteger();

		private final ClientHttpConnector delegate = new JdkClientHttpConnector();

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> callback) {
			this.requests.incrementAndGet();
			return this.delegate.connect(method, uri, callback);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectorCustomizerConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> connectorCustomizer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.keepAlive(false));
		}

	}

}
