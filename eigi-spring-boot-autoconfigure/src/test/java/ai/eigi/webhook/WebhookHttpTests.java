package ai.eigi.webhook;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.webhook.RawClient.Answer;
import ai.eigi.webhook.WebhookApplication.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service sends, and what it must not be taken for, over real connections to
 * each server.
 */
@ParameterizedClass
@EnumSource(Server.class)
@ExtendWith(NettyLeaks.class)
class WebhookHttpTests {

	private static final String TARGET = Deliveries.PATH + "/" + Deliveries.SECRET;

	private static final String JSON = "application/json";

	private static final String TEXT = "text/plain";

	private static WebhookApplication application;

	@Parameter
	private Server server;

	@BeforeParameterizedClassInvocation
	static void start(Server server) {
		application = WebhookApplication.start(server);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void emptyQueue() {
		application.queue().empty(Integer.MAX_VALUE);
	}

	@Test
	void getWithQueryParametersIsTaken() throws Exception {
		assertThat(send("GET", TARGET + "?" + Deliveries.form(Deliveries.fields()), TEXT, "").status()).isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void multipartIsTaken(String method) throws Exception {
		assertThat(send(method, TARGET, Deliveries.MULTIPART, Deliveries.multipart(Deliveries.fields())).status())
			.isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void jsonPayloadIsTaken(String method) throws Exception {
		assertThat(send(method, TARGET, JSON, Deliveries.payload()).status()).isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@ParameterizedTest
	@ValueSource(strings = { JSON, "application/json; charset=utf-8", "application/vnd.eigi+json" })
	void jsonWithThePayloadAsObjectIsTaken(String contentType) throws Exception {
		String body = "{\"event\":\"conversation.completed\",\"payload\":" + Deliveries.payload() + "}";
		assertThat(send("POST", TARGET, contentType, body).status()).isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@Test
	void jsonWithThePayloadAsTextIsTaken() throws Exception {
		assertThat(send("POST", TARGET, JSON, Deliveries.fixture("composed-webhook-form-fields")).status())
			.isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@Test
	void formIsTaken() throws Exception {
		assertThat(send("POST", TARGET, "application/x-www-form-urlencoded",
				"other=1&" + Deliveries.form(Deliveries.fields()) + "&more")
			.status()).isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	@Test
	void partsThatLookLikeFilesAreTaken() throws Exception {
		String body = "--" + Deliveries.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"payload\"; "
				+ "filename=\"payload.json\"\r\nContent-Type: application/json\r\n\r\n" + Deliveries.payload() + "\r\n"
				+ Deliveries.part("event", "conversation.completed") + Deliveries.end();
		assertThat(send("POST", TARGET, Deliveries.MULTIPART, body).status()).isEqualTo(202);
		assertThatTheDocumentedDeliveryWasTaken();
	}

	private void assertThatTheDocumentedDeliveryWasTaken() {
		assertThat(application.queue().deliveries()).singleElement().satisfies((delivery) -> {
			assertThat(delivery.type()).isEqualTo(ConversationEventType.COMPLETED);
			assertThat(delivery.conversationId()).isEqualTo(Deliveries.CONVERSATION_ID);
			assertThat(delivery.payload()).containsEntry("agent_id", "68ea2517dbb84c09bae1ba0a")
				.containsEntry("notes", null)
				.containsEntry("conversation_duration", 142)
				.containsEntry("conversation_transcript", List.of());
		});
	}

	@ParameterizedTest
	@CsvSource({ "composed-webhook-payload-disconnected,conversation.disconnected",
			"composed-webhook-payload-failed,conversation.failed" })
	void eventInsideThePayloadIsEnough(String fixture, String event) throws Exception {
		String body = Deliveries.part("payload", Deliveries.fixture(fixture)) + Deliveries.end();
		assertThat(send("POST", TARGET, Deliveries.MULTIPART, body).status()).isEqualTo(202);
		assertThat(application.queue().deliveries()).extracting((delivery) -> delivery.type().value())
			.containsExactly(event);
	}

	@Test
	void eventBesideThePayloadWins() throws Exception {
		Map<String, String> fields = Deliveries.fields("conversation.failed", Deliveries.payload());
		send("POST", TARGET, Deliveries.MULTIPART, Deliveries.multipart(fields));
		send("GET", TARGET + "?" + Deliveries.form(fields), TEXT, "");
		send("POST", TARGET, JSON, "{\"event\":\"conversation.failed\",\"payload\":" + Deliveries.payload() + "}");
		assertThat(application.queue().deliveries()).hasSize(3)
			.allSatisfy((delivery) -> assertThat(delivery.type()).isEqualTo(ConversationEventType.FAILED));
	}

	@Test
	void unknownEventIsPassedOn() throws Exception {
		Map<String, String> fields = Deliveries.fields("conversation.answered", Deliveries.payload());
		assertThat(send("POST", TARGET, Deliveries.MULTIPART, Deliveries.multipart(fields)).status()).isEqualTo(202);
		assertThat(application.queue().deliveries()).extracting((delivery) -> delivery.type().value())
			.containsExactly("conversation.answered");
	}

	@Test
	void firstOfAFieldThatComesTwiceCounts() throws Exception {
		Map<String, String> second = Deliveries.fields("conversation.failed", "{\"conversation_id\":\"second\"}");
		send("POST", TARGET, Deliveries.MULTIPART, Deliveries.part("event", "conversation.completed")
				+ Deliveries.part("payload", Deliveries.payload()) + Deliveries.multipart(second));
		send("GET", TARGET + "?" + Deliveries.form(Deliveries.fields()) + "&" + Deliveries.form(second), TEXT, "");
		assertThat(application.queue().deliveries()).hasSize(2).allSatisfy((delivery) -> {
			assertThat(delivery.type()).isEqualTo(ConversationEventType.COMPLETED);
			assertThat(delivery.conversationId()).isEqualTo(Deliveries.CONVERSATION_ID);
		});
	}

	@Test
	void repeatedDeliveryIsTakenEachTime() throws Exception {
		for (int i = 0; i < 3; i++) {
			assertThat(send("POST", TARGET, JSON, Deliveries.payload()).status()).isEqualTo(202);
		}
		assertThat(application.queue().deliveries()).hasSize(3);
	}

	@Test
	void secretMayBeAParameter() throws Exception {
		String target = Deliveries.PATH + "?secret=" + Deliveries.SECRET;
		assertThat(send("GET", target + "&" + Deliveries.form(Deliveries.fields()), TEXT, "").status()).isEqualTo(202);
		assertThat(send("POST", target, Deliveries.MULTIPART, Deliveries.multipart(Deliveries.fields())).status())
			.isEqualTo(202);
		assertThat(send("POST", Deliveries.PATH + "/?secret=" + Deliveries.SECRET, JSON, Deliveries.payload()).status())
			.isEqualTo(202);
		assertThat(application.queue().deliveries()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/wrong", "?secret=", "?secret=wrong", "?secret", "/a/b",
			"/" + Deliveries.SECRET + "/", "/" + Deliveries.SECRET + "0", "/x/" + Deliveries.SECRET,
			"/wrong?secret=" + Deliveries.SECRET, "?Secret=" + Deliveries.SECRET })
	void withoutTheSecretNothingIsTaken(String behindPath) throws Exception {
		for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")) {
			Answer response = send(method, Deliveries.PATH + behindPath, JSON, Deliveries.payload());
			assertThat(response.status()).as(method).isEqualTo(403);
			assertThat(response.body()).isEmpty();
			assertThat(response.headers()).doesNotContainKey("Allow");
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "DELETE", "OPTIONS", "PROPFIND" })
	void otherMethodsAreRefused(String method) throws Exception {
		Answer response = send(method, TARGET + "?" + Deliveries.form(Deliveries.fields()), JSON, Deliveries.payload());
		assertThat(response.status()).isEqualTo(405);
		assertThat(response.headers()).containsEntry("Allow", "GET, POST, PUT, PATCH");
		assertThat(response.body()).isEmpty();
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void fullQueueAsksTheSenderToComeBack() throws Exception {
		application.queue().empty(1);
		assertThat(send("POST", TARGET, JSON, Deliveries.payload()).status()).isEqualTo(202);
		Answer response = send("POST", TARGET, JSON, Deliveries.payload());
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.headers()).containsEntry("Retry-After", "10");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void restOfTheApplicationIsReachedAsBefore() throws Exception {
		assertThat(send("GET", "/hooks/other", TEXT, "").status()).isEqualTo(418);
		assertThat(send("GET", Deliveries.PATH + "2/" + Deliveries.SECRET, TEXT, "").status()).isEqualTo(418);
		assertThat(send("POST", "/hooks", JSON, "{}").status()).isEqualTo(418);
	}

	@ParameterizedTest
	@CsvSource({ "'10.0.0.0/8,127.0.0.1',202", "'::1,203.0.113.0/24',403" })
	void onlyAllowedAddressesMayDeliver(String allowed, int status) throws Exception {
		try (WebhookApplication other = WebhookApplication.start(this.server,
				"eigi.webhook.allowed-addresses=" + allowed)) {
			Answer response = send(other, "POST", TARGET, JSON, Deliveries.payload());
			Answer stranger = send(other, "POST", Deliveries.PATH + "/wrong", JSON, "{}");
			assertThat(response.status()).isEqualTo(status);
			assertThat(other.queue().deliveries()).hasSize((status == 202) ? 1 : 0);
			if (status == 403) {
				assertThat(response.body()).isEqualTo(stranger.body());
				assertThat(headers(response)).isEqualTo(headers(stranger));
			}
		}
	}

	private static Map<String, String> headers(Answer answer) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(answer.headers());
		headers.remove("Date");
		return headers;
	}

	@Test
	void behindAProxyTheForwardedAddressCounts() throws Exception {
		Map<String, Integer> statuses = Map.of("203.0.113.7", 202, "[2001:db8::7]", 202, "198.51.100.1", 403,
				"localhost", 403, "unknown", 403);
		try (WebhookApplication other = WebhookApplication.start(this.server,
				"server.forward-headers-strategy=framework",
				"eigi.webhook.allowed-addresses=203.0.113.0/24,2001:db8::/32,127.0.0.1,::1")) {
			for (String forwarded : statuses.keySet()) {
				Answer answer = RawClient.exchange(other.port(), "POST", TARGET, Deliveries.payload(),
						"Content-Type: " + JSON, "X-Forwarded-For: " + forwarded);
				assertThat(answer.status()).as(forwarded).isEqualTo(statuses.get(forwarded));
			}
		}
	}

	@Test
	void strangeForwardedHeadersAreRefused() throws Exception {
		try (WebhookApplication other = WebhookApplication.start(this.server,
				"server.forward-headers-strategy=framework"); CapturedLog log = new CapturedLog()) {
			for (String header : List.of("Host: {}", "Host: a b|", "Host: [", "Proto: ^", "Prefix: /{}|", "Port: x")) {
				Answer answer = RawClient.exchange(other.port(), "POST", Deliveries.PATH + "/wrong", "{}",
						"Content-Type: " + JSON, "X-Forwarded-" + header);
				assertThat(answer.status()).as(header).isIn(400, 403, 404);
			}
			assertThat(log.errors()).isEmpty();
		}
	}

	@Test
	void pathsOfTheApplicationComeFirst() throws Exception {
		try (WebhookApplication other = WebhookApplication.start(this.server, "spring.webflux.base-path=/app",
				"server.servlet.context-path=/app")) {
			assertThat(send(other, "POST", "/app" + TARGET, JSON, Deliveries.payload()).status()).isEqualTo(202);
			assertThat(send(other, "POST", "/app" + Deliveries.PATH, JSON, "{}").status()).isEqualTo(403);
			assertThat(other.queue().deliveries()).hasSize(1);
		}
	}

	private static Answer send(String method, String target, String contentType, String body) throws IOException {
		return send(application, method, target, contentType, body);
	}

	private static Answer send(WebhookApplication to, String method, String target, String contentType, String body)
			throws IOException {
		return RawClient.exchange(to.port(), method, target, body, "Content-Type: " + contentType);
	}

}
