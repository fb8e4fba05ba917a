package ai.eigi.client.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.eigi.client.chat.AgentChat;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.chat.FirstMessage;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chat against the documented JSON: what is sent, and what is read.
 */
class ChatContractTests {

	private static final String AGENT = "68ea2517dbb84c09bae1ba0a";

	private static final String SESSION = "58a6b549-ef07-4a31-86bc-0eb0e026840a";

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private String streamedText;

	@BeforeEach
	void readStreamFixture() {
		List<String> chunks = new ArrayList<>();
		Fixture.tree("composed-chat-stream").get("chunks").forEach((chunk) -> chunks.add(chunk.asString()));
		this.streamedText = String.join("", chunks);
	}

	private ResponseDefinitionBuilder streamAnswer() {
		JsonNode exchange = Fixture.tree("composed-chat-stream");
		ResponseDefinitionBuilder answer = aResponse().withStatus(exchange.get("status").asInt())
			.withBody(this.streamedText);
		exchange.get("headers")
			.properties()
			.forEach((header) -> answer.withHeader(header.getKey(), header.getValue().asString()));
		return answer;
	}

	@Test
	void chatSendsTheDocumentedRequestAndReadsTheDocumentedReply() {
		server.answersFixture("chat-response");
		ChatReply reply = server.operations().chat(ChatRequest.of(AGENT, "What are your business hours?")).block();
		assertThat(reply.response()).startsWith("Hello! I'd be happy to help you.").endsWith("assist you with today?");
		assertThat(reply.sessionId()).isEqualTo(SESSION);
		assertPosted("chat-request-non-streaming", "application/json");
	}

	@Test
	void chatContinuesASession() {
		server.answersFixture("chat-response");
		server.operations().chat(ChatRequest.of(AGENT, "What about weekends?").withSessionId(SESSION)).block();
		assertPosted("chat-request-continue", "application/json");
	}

	@Test
	void chatContinuesASessionAsTheOpenApiFileHasIt() {
		server.answersFixture("chat-response");
		server.operations().chat(ChatRequest.of(AGENT, "Tell me more about that").withSessionId(SESSION)).block();
		assertPosted("chat-request-continue-openapi", "application/json");
	}

	@Test
	void chatSendsMetadata() {
		server.answersFixture("chat-response");
		server.operations()
			.chat(ChatRequest.of(AGENT, "Hello, I need help with my account")
				.withMetadata(Map.of("user_id", "user_123", "source", "website")))
			.block();
		assertPosted("composed-chat-request-metadata", "application/json");
	}

	@Test
	void chatSendsCharactersOfAnyPlane() {
		server.answersFixture("chat-response");
		String message = "Grüße \"quoted\" \\ \n \u0000 \u2028 \ud83d\ude00";
		server.operations().chat(ChatRequest.of(AGENT, message)).block();
		assertThat(Fixture.JSON.readTree(server.onlyRequest().getBody()).get("message").asString()).isEqualTo(message);
	}

	@Test
	void streamChatSendsTheDocumentedRequestAndPassesTheTextOn() {
		server.answers(streamAnswer());
		List<String> pieces = server.operations()
			.streamChat(ChatRequest.of(AGENT, "Hello, how can you help me?"))
			.collectList()
			.block();
		assertThat(pieces).doesNotContain("");
		assertThat(String.join("", pieces)).isEqualTo(this.streamedText);
		LoggedRequest request = assertPosted("chat-request-streaming", null);
		assertThat(request.getHeader("Accept")).contains("text/plain");
		assertThat(request.containsHeader("Accept-Encoding")).as("compression asked for on a stream").isFalse();
	}

	@Test
	void openChatStreamTellsTheSessionBeforeTheText() {
		server.answers(streamAnswer());
		ChatStream stream = server.operations()
			.openChatStream(ChatRequest.of(AGENT, "Hello, how can you help me?"))
			.block();
		assertThat(stream.sessionId()).isEqualTo(SESSION);
		assertThat(text(stream.text())).isEqualTo(this.streamedText);
		assertPosted("chat-request-streaming", null);
	}

	@Test
	void openChatStreamReadsTheSessionFromAHeaderInAnyCase() {
		server.answers(aResponse().withHeader("x-SESSION-id", "s-1").withBody("Hi"));
		ChatStream stream = server.operations().openChatStream(ChatRequest.of(AGENT, "Hello")).block();
		assertThat(stream.sessionId()).isEqualTo("s-1");
		assertThat(text(stream.text())).as("text without a content type").isEqualTo("Hi");
	}

	@Test
	void firstMessageReadsTheGreetingAndTheNewSession() {
		server.answersFixture("first-message");
		FirstMessage message = server.operations().firstMessage(AGENT).block();
		assertThat(message.sessionId()).isEqualTo(SESSION);
		assertThat(message.text()).startsWith("Hello! Welcome to Acme Corp support.").endsWith("assist you today?");
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
		assertThat(request.getUrl()).isEqualTo("/v1/public/agents/" + AGENT + "/first-message");
		assertHeaders(request, "application/json");
	}

	@Test
	void firstMessageEncodesTheAgentAsOnePathSegment() {
		server.answersFixture("first-message");
		server.operations().firstMessage("a/b?c#d e%2F").block();
		assertThat(server.onlyRequest().getUrl()).isEqualTo("/v1/public/agents/a%2Fb%3Fc%23d%20e%252F/first-message");
	}

	@Test
	void chatWithOpensASessionAndStaysInIt() {
		server.answersFixture("chat-response");
		AgentChat chat = server.operations().chatWith(AGENT);
		assertThat(chat.sessionId()).isNull();
		assertThat(chat.send("What are your business hours?").block().sessionId()).isEqualTo(SESSION);
		assertThat(chat.sessionId()).isEqualTo(SESSION);
		chat.send("What about weekends?").block();
		assertThat(server.requests()).extracting((request) -> Fixture.JSON.readTree(request.getBody()))
			.containsExactly(Fixture.tree("chat-request-non-streaming"), Fixture.tree("chat-request-continue"));
	}

	@Test
	void chatWithLearnsTheSessionFromAStream() {
		server.answers(streamAnswer());
		AgentChat chat = server.operations().chatWith(AGENT);
		assertThat(text(chat.stream("Hello, how can you help me?"))).isEqualTo(this.streamedText);
		assertThat(chat.sessionId()).isEqualTo(SESSION);
		assertPosted("chat-request-streaming", null);
	}

	@Test
	void chatWithGoesOnWithASessionKeptFromBefore() {
		server.answersFixture("chat-response");
		AgentChat chat = server.operations().chatWith(AGENT, SESSION);
		assertThat(chat.sessionId()).isEqualTo(SESSION);
		chat.send("What about weekends?").block();
		assertPosted("chat-request-continue", "application/json");
	}

	@Test
	void everySubscriptionIsARequestOfItsOwn() {
		server.answersFixture("chat-response");
		var reply = server.operations().chat(ChatRequest.of(AGENT, "Hello"));
		assertThat(server.requestCount()).isZero();
		reply.block();
		reply.block();
		assertThat(server.requestCount()).isEqualTo(2);
	}

	private static String text(Flux<String> pieces) {
		return String.join("", pieces.collectList().block());
	}

	private static LoggedRequest assertPosted(String fixture, String accept) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
		assertThat(request.getUrl()).isEqualTo("/v1/public/chat");
		assertThat(request.getHeader("Content-Type")).startsWith("application/json");
		assertThat(Fixture.JSON.readTree(request.getBody())).isEqualTo(Fixture.tree(fixture));
		assertHeaders(request, accept);
		return request;
	}

	private static void assertHeaders(LoggedRequest request, String accept) {
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
		if (accept != null) {
			assertThat(request.getHeader("Accept")).isEqualTo(accept);
		}
	}

}
