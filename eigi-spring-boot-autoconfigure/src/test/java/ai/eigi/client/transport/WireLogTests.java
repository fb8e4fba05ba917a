package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.testsupport.RawServer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wire log shows how requests and answers look, and nothing of what they say.
 */
class WireLogTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Logger logger = (Logger) LoggerFactory.getLogger("ai.eigi.client.wire");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setLevel(Level.TRACE);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void stop() {
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
		this.logger.detachAppender(this.lines);
	}

	@Test
	void requestAndAnswerAreShownInTheirShape() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200,
				"{\"response\":\"H\\u00e4llo\",\"session_id\":\"s1\",\"total\":7,\"ok\":true,\"none\":null,\"list\":[\"a\",{}]}",
				"x-elsewhere: somebody")); EigiClient client = client(server)) {
			client.operations()
				.chat(ChatRequest.of("agent-1", "Hello").withMetadata(Map.of("Miller", "Peter")))
				.block(PATIENCE);
			assertThat(server.requests()).hasSize(1);
		}
		assertThat(lines()).hasSize(5);
		assertThat(lines().get(0)).startsWith("> POST /v1/public/chat {")
			.contains("Accept: application/json", "Content-Type: application/json", "Content-Length: ",
					"X-API-Key: ***");
		assertThat(lines().get(1)).startsWith("> {")
			.contains("agent_id:<7>", "message:<5>", "metadata:{<6>:<5>}", "streaming:false");
		assertThat(lines().get(2)).matches("< 200 after PT0(\\.\\d+)?S \\{.*")
			.contains("content-type: application/json", "x-elsewhere: ***");
		assertThat(lines().get(3))
			.isEqualTo("< {response:<5>,session_id:<2>,total:<number>,ok:true,none:null,list:[<1>,{}]}");
		assertThat(lines().get(4)).matches("< \\d+ bytes, complete after PT.*");
	}

	@Test
	void pathIsThatOfTheDocumentation() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(404, "{\"detail\":\"nobody\"}"));
				EigiClient client = client(server)) {
			client.operations().getConversation("c-1").onErrorComplete().block(PATIENCE);
			client.operations()
				.listConversations(ConversationQuery.builder().search("Miller").build())
				.onErrorComplete()
				.block(PATIENCE);
		}
		assertThat(lines()).filteredOn((line) -> line.startsWith("> "))
			.satisfiesExactly(
					(line) -> assertThat(line).startsWith("> GET /v1/public/conversations/{conversation_id} "),
					(line) -> assertThat(line).startsWith("> GET /v1/public/conversations "));
		assertThat(lines()).contains("< {detail:<6>}");
	}

	@Test
	void streamIsShownByTheSizeOfItsPieces() {
		try (RawServer server = RawServer.start((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.chunk(" you").close();
		}); EigiClient client = client(server)) {
			client.operations().streamChat(ChatRequest.of("agent-1", "Hello")).onErrorComplete().blockLast(PATIENCE);
		}
		assertThat(lines()).filteredOn((line) -> line.startsWith("< "))
			.last()
			.asString()
			.startsWith("< 9 bytes, broken off after ");
		assertThat(lines()).anyMatch((line) -> line.startsWith("< text of ")).noneMatch((line) -> line.contains("you"));
	}

	@Test
	void failureWithoutAnAnswerIsShown() {
		try (RawServer server = RawServer.start(RawServer.Exchange::close); EigiClient client = client(server)) {
			client.operations().getConversation("c-1").onErrorComplete().block(PATIENCE);
		}
		assertThat(lines()).last().isEqualTo("! the server closed the connection too early");
	}

	@Test
	void nothingIsMadeWhereItIsOff() {
		this.logger.setLevel(Level.DEBUG);
		assertThat(WireLog.of("default", ApiCall.get("read", Effect.READ, "/"))).isNull();
	}

	@Test
	void bodyThatIsCutOrNoJsonIsShownAsFarAsItGoes() {
		assertThat(MaskedJson.of("{\"notes\":\"Hello\",\"deta".getBytes(UTF_8))).startsWith("{notes:<5>")
			.endsWith("... (the rest is not JSON, or is missing)");
		assertThat(MaskedJson.of("<p>Hello".getBytes(UTF_8))).isEqualTo(" ... (the rest is not JSON, or is missing)");
		assertThat(MaskedJson.of(new byte[0])).isEmpty();
	}

	@Test
	void namesInSomebodysOwnDataAreMaskedAllTheWayDown() {
		assertThat(MaskedJson
			.of("{\"analysis\":{\"mood\":{\"angry\":[1,{\"why\":2}]}},\"notes\":3,\"+14155550123\":4}".getBytes(UTF_8)))
			.isEqualTo("{analysis:{<4>:{<5>:[<number>,{<3>:<number>}]}},notes:<number>,<12>:<number>}");
	}

	private List<String> lines() {
		return this.lines.list.stream()
			.map((event) -> event.getFormattedMessage().replaceFirst("^\\[default \\d+] ", ""))
			.toList();
	}

	private static EigiClient client(RawServer server) {
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.retry((retry) -> retry.withEnabled(false))
			.build();
	}

}
