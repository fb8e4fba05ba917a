package ai.eigi.webhook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.webhook.WebhookApplication.Server;
import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Senders that mean harm, over real connections to each server: a clear status, nothing
 * taken, nothing of what they sent in the log, and the next delivery is taken as ever.
 */
@Tag("same-on-any-jdk")
@ParameterizedClass
@EnumSource(Server.class)
@ExtendWith(NettyLeaks.class)
class HostileWebhookTests {

	private static final String TARGET = Deliveries.PATH + "/" + Deliveries.SECRET;

	private static final String JSON = "application/json";

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String MARK = "spokenwords";

	private static WebhookApplication application;

	@Parameter
	private Server server;

	private CapturedLog log;

	@BeforeParameterizedClassInvocation
	static void start(Server server) {
		application = WebhookApplication.start(server, "server.tomcat.threads.max=2", "server.jetty.threads.max=8");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void listen() {
		application.queue().empty(Integer.MAX_VALUE);
		this.log = new CapturedLog();
	}

	@AfterEach
	void nothingIsLoggedOfWhatWasSent() throws Exception {
		try (CapturedLog captured = this.log) {
			application.queue().empty(Integer.MAX_VALUE);
			assertThat(send("POST", TARGET, JSON, Deliveries.payload())).as("a good delivery afterwards")
				.isEqualTo(202);
			assertThat(captured.lines()).allSatisfy((line) -> assertThat(line).doesNotContain(Deliveries.SECRET, MARK,
					"4155550", "customer@example.com", Deliveries.CONVERSATION_ID, Deliveries.BOUNDARY));
			assertThat(captured.errors()).isEmpty();
		}
	}

	static Stream<Arguments> malformedBodies() {
		String payload = Deliveries.payload();
		String good = "{\"event\":\"" + MARK + "\",\"conversation_id\":\"c-1\"}";
		return Stream.of(arguments(named("empty", ""), JSON), arguments(named("half an object", "{\"event\":"), JSON),
				arguments(named("no JSON", MARK), JSON), arguments(named("two objects", good + good), JSON),
				arguments(named("an array", "[" + good + "]"), JSON), arguments(named("null", "null"), JSON),
				arguments(named("a text", "\"" + MARK + "\""), JSON), arguments(named("a number", "1"), JSON),
				arguments(named("no UTF-8", "{\"event\":\"\u00ff\u00fe\",\"conversation_id\":\"c-1\"}"), JSON),
				arguments(named("deep arrays",
						"{\"event\":\"e\",\"conversation_id\":\"c-1\",\"a\":" + "[".repeat(400_000)), JSON),
				arguments(named("deep objects", "{\"a\":".repeat(150_000)), JSON),
				arguments(named("deep and closed",
						good.replace("}", ",\"a\":" + "[".repeat(101) + "]".repeat(101) + "}")), JSON),
				arguments(named("many empty lists", good.replace("}", ",\"a\":[" + "[],".repeat(300_000) + "[]]}")),
						JSON),
				arguments(named("a long number", good.replace("}", ",\"a\":" + "9".repeat(100_000) + "}")), JSON),
				arguments(named("no event", payload.replace("\"event\"", "\"other\"")), JSON),
				arguments(named("event of spaces", payload.replace("conversation.completed", MARK + " x")), JSON),
				arguments(named("long event", payload.replace("conversation.completed", "e".repeat(101))), JSON),
				arguments(named("event is an object", payload.replace("\"conversation.completed\"", "{}")), JSON),
				arguments(named("no id", payload.replace("\"conversation_id\"", "\"other\"")), JSON),
				arguments(named("empty id", payload.replace(Deliveries.CONVERSATION_ID, "")), JSON),
				arguments(named("long id", payload.replace(Deliveries.CONVERSATION_ID, "c".repeat(101))), JSON),
				arguments(named("id of dots", payload.replace(Deliveries.CONVERSATION_ID, "..")), JSON),
				arguments(named("id with a path", payload.replace(Deliveries.CONVERSATION_ID, "../" + MARK)), JSON),
				arguments(named("id with a line break", payload.replace(Deliveries.CONVERSATION_ID, "c\\n" + MARK)),
						JSON),
				arguments(named("id is a number", payload.replace('"' + Deliveries.CONVERSATION_ID + '"', "17")), JSON),
				arguments(named("another product's page", Deliveries.fixture("other-webhook-notifications-page")),
						JSON),
				arguments(named("payload is a list", "{\"event\":\"e\",\"payload\":[]}"), JSON),
				arguments(named("payload is no JSON", "{\"event\":\"e\",\"payload\":\"" + MARK + "\"}"), JSON),
				arguments(named("form without fields", "a=" + MARK), FORM), arguments(named("empty form", ""), FORM),
				arguments(named("form with a bad escape", "event=e&payload=%7" + "%zz"), FORM),
				arguments(named("form with a bad payload", "event=e&payload=" + MARK), FORM),
				arguments(named("empty multipart", ""), Deliveries.MULTIPART),
				arguments(named("no parts", Deliveries.end()), Deliveries.MULTIPART),
				arguments(named("no multipart", payload), Deliveries.MULTIPART),
				arguments(named("no boundary", Deliveries.multipart(Deliveries.fields())), "multipart/form-data"),
				arguments(named("another boundary", Deliveries.multipart(Deliveries.fields())),
						"multipart/form-data; boundary=other"),
				arguments(named("cut off", cutOff()), Deliveries.MULTIPART),
				arguments(named("part without a name",
						Deliveries.multipart(Deliveries.fields()).replace("form-data; name=\"payload\"", "form-data")),
						Deliveries.MULTIPART),
				arguments(
						named("part with a strange type",
								Deliveries.multipart(Deliveries.fields())
									.replace("\"payload\"", "\"payload\"\r\nContent-Type: ///;;")),
						Deliveries.MULTIPART),
				arguments(
						named("part with a strange charset", Deliveries.multipart(Deliveries.fields())
							.replace("\"payload\"", "\"payload\"\r\nContent-Type: text/plain; charset=" + MARK)),
						Deliveries.MULTIPART),
				arguments(
						named("many parts",
								Deliveries.part("a", MARK).repeat(1000) + Deliveries.multipart(Deliveries.fields())),
						Deliveries.MULTIPART),
				arguments(named("tiny parts", "--b\r\n\r\n\r\n".repeat(90_000) + "--b--"),
						"multipart/form-data; boundary=b"),
				arguments(
						named("part headers without end",
								"--" + Deliveries.BOUNDARY + "\r\n" + ("X-A: " + MARK + "\r\n").repeat(20_000)),
						Deliveries.MULTIPART),
				arguments(named("no payload", Deliveries.part("event", "e") + Deliveries.end()), Deliveries.MULTIPART));
	}

	private static Named<String> named(String name, String body) {
		return Named.of(name, body);
	}

	private static String cutOff() {
		String whole = Deliveries.multipart(Deliveries.fields());
		return whole.substring(0, whole.length() - 10);
	}

	@ParameterizedTest(name = "{0} as {1}")
	@MethodSource("malformedBodies")
	void malformedBodyIsRefused(String body, String contentType) throws Exception {
		assertThat(send("POST", TARGET, contentType, body)).isEqualTo(400);
		assertThat(application.queue().deliveries()).isEmpty();
	}

	static Stream<String> malformedQueries() {
		return Stream.of("", "?event=e", "?payload=%7B%22conversation_id%22:%22c-1%22%7D", "?event=e&payload=" + MARK,
				"?event=e&payload", "?event=e&payload=%5B%5D", "?event=%20&payload=%7B%22conversation_id%22:%22c%22%7D",
				"?event=e&payload=%7B%22conversation_id%22:1%7D", "?event=e&payload=" + "%5B".repeat(300));
	}

	@ParameterizedTest
	@MethodSource("malformedQueries")
	void malformedQueryIsRefused(String query) throws Exception {
		assertThat(send("GET", TARGET + query, "text/plain", "")).isEqualTo(400);
		assertThat(application.queue().deliveries()).isEmpty();
	}

	static Stream<String> strangeTargets() {
		return Stream
			.of("/{x}", "/|", "/^", "/\"", "/\\", "/<x>", "/%", "/%zz", "/%00", "/%2e%2e", "/..;/", "/\u00e4", "//",
					"/%c3%28", "?event=%zz&payload=%", "?event={}&payload=|", "?event=\"&payload=\u00e4",
					"?payload=^&[]", "?%c3%28=%ff", "?&&&=&=", "/;a=b?event=e")
			.flatMap((end) -> Stream.of(TARGET + end, TARGET.substring(0, TARGET.length() - 1) + end));
	}

	@ParameterizedTest
	@MethodSource("strangeTargets")
	void strangeTargetIsRefused(String target) throws Exception {
		assertThat(send("GET", target, "text/plain", "")).isIn(400, 403, 404, 418);
		assertThat(send("POST", target.replace(Deliveries.SECRET, "x"), JSON, Deliveries.payload())).isIn(400, 403, 404,
				418);
		assertThat(application.queue().deliveries()).isEmpty();
	}

	static Stream<String> otherContentTypes() {
		return Stream.of("", "Content-Type: text/plain", "Content-Type: application/xml",
				"Content-Type: multipart/mixed; boundary=b", "Content-Type: " + MARK, "Content-Type: ///",
				"Content-Type: application/json; charset=" + MARK, "Content-Type: application/x-ndjson");
	}

	@ParameterizedTest
	@MethodSource("otherContentTypes")
	void otherContentTypeIsRefused(String header) throws Exception {
		String[] headers = header.isEmpty() ? new String[0] : new String[] { header };
		assertThat(RawClient.exchange(application.port(), "POST", TARGET, "{}", headers).status()).isEqualTo(415);
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void announcedLargeBodyIsRefusedUnread() throws Exception {
		try (RawClient raw = new RawClient(application.port())) {
			raw.sendHead("POST", TARGET, "Content-Type: application/json", "Content-Length: 1048577");
			assertThat(raw.status()).isEqualTo(413);
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void unannouncedLargeBodyIsRefusedWhileItComes() throws Exception {
		for (String contentType : List.of(JSON, FORM, Deliveries.MULTIPART)) {
			try (RawClient raw = new RawClient(application.port())) {
				raw.sendHead("POST", TARGET, "Content-Type: " + contentType, "Transfer-Encoding: chunked")
					.sendChunksUntilAnswered(MARK.repeat(2000));
				assertThat(raw.status()).as(contentType).isEqualTo(413);
			}
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void bodyOfExactlyTheLimitIsTaken() throws Exception {
		String payload = Deliveries.payload();
		String largest = payload + " ".repeat(1024 * 1024 - payload.length());
		assertThat(send("POST", TARGET, JSON, largest)).isEqualTo(202);
		assertThat(application.queue().deliveries()).hasSize(1);
	}

	@Test
	void strangerIsRefusedBeforeHisBodyComes() throws Exception {
		try (RawClient raw = new RawClient(application.port())) {
			raw.sendHead("POST", Deliveries.PATH + "/" + MARK, "Content-Type: application/json",
					"Content-Length: 100000");
			assertThat(raw.status()).isEqualTo(403);
		}
		try (RawClient raw = new RawClient(application.port())) {
			raw.sendHead("POST", Deliveries.PATH, "Content-Type: application/json", "Transfer-Encoding: chunked");
			assertThat(raw.status()).isEqualTo(403);
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void refusedSenderIsHungUpOn() throws Exception {
		for (String target : List.of(Deliveries.PATH + "/" + MARK, TARGET)) {
			try (RawClient raw = new RawClient(application.port())) {
				raw.sendHead("POST", target, "Content-Type: application/json", "Transfer-Encoding: chunked")
					.sendChunksUntilClosed(MARK.repeat(2000));
			}
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void bodyThatNeverComesIsNotWaitedForForever() throws Exception {
		try (WebhookApplication impatient = WebhookApplication.startImpatient(this.server)) {
			for (String contentType : List.of(JSON, FORM, Deliveries.MULTIPART)) {
				try (RawClient raw = new RawClient(impatient.port())) {
					raw.sendHead("POST", TARGET, "Content-Type: " + contentType, "Content-Length: 100").send("{");
					assertThat(raw.status()).as(contentType).isEqualTo(408);
				}
			}
			assertThat(impatient.queue().deliveries()).isEmpty();
		}
	}

	@Test
	void senderWhoLeavesInTheMiddleDoesNoHarm() throws Exception {
		for (int i = 0; i < 50; i++) {
			try (RawClient raw = new RawClient(application.port())) {
				raw.sendHead("POST", TARGET, "Content-Type: application/json", "Content-Length: 10000")
					.send("{\"a\":\"" + MARK);
			}
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	@Test
	void manyHeadersAndLongTargetsDoNoHarm() throws Exception {
		try (RawClient raw = new RawClient(application.port())) {
			String[] headers = Stream.generate(() -> "X-A: " + MARK.repeat(8)).limit(2000).toArray(String[]::new);
			assertThat(statusOrClosed(raw, "POST", TARGET, headers)).isBetween(400, 499);
		}
		try (RawClient raw = new RawClient(application.port())) {
			assertThat(statusOrClosed(raw, "GET", TARGET + "?event=e&payload=" + "x".repeat(100_000))).isBetween(400,
					499);
		}
		assertThat(application.queue().deliveries()).isEmpty();
	}

	private static int statusOrClosed(RawClient raw, String method, String target, String... headers) {
		try {
			return raw.sendHead(method, target, headers).status();
		}
		catch (IOException ex) {
			// cut off while it was still sending: the server did not wait for the rest
			return 400;
		}
	}

	@Test
	void replayedDeliveryGoesToTheQueueEachTime() throws Exception {
		String multipart = Deliveries.multipart(Deliveries.fields());
		for (int i = 0; i < 20; i++) {
			assertThat(send("POST", TARGET, Deliveries.MULTIPART, multipart)).isEqualTo(202);
		}
		assertThat(application.queue().deliveries()).hasSize(20);
	}

	@Test
	void thousandsAtOnceAreTakenUntilTheQueueIsFull() throws Exception {
		application.queue().empty(700);
		List<Callable<Integer>> requests = IntStream.range(0, 3000)
			.<Callable<Integer>>mapToObj((number) -> () -> (number % 3 == 0) ? sendStranger(number)
					: send("POST", TARGET, JSON, Deliveries.payload()))
			.toList();
		ExecutorService senders = Executors.newFixedThreadPool(150);
		Map<Integer, Long> counts = new HashMap<>();
		try {
			// ends when all have, also where one fails: none is left to the next test
			for (Future<Integer> status : senders.invokeAll(requests)) {
				counts.merge(status.get(), 1L, Long::sum);
			}
		}
		finally {
			senders.shutdown();
		}
		assertThat(counts).containsExactlyInAnyOrderEntriesOf(Map.of(202, 700L, 403, 1000L, 503, 1300L));
		assertThat(application.queue().deliveries()).hasSize(700);
		assertThat(this.log.lines(WebhookEndpoint.class, Level.WARN)).as("warnings").hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void slowSendersHoldNoThread() throws Exception {
		String payload = Deliveries.payload();
		List<RawClient> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				slow.add(new RawClient(application.port())
					.sendHead("POST", TARGET, "Content-Type: application/json", "Content-Length: " + payload.length())
					.send(payload.substring(0, 10)));
			}
			assertThat(send("POST", TARGET, JSON, payload)).isEqualTo(202);
			assertThat(application.queue().deliveries()).hasSize(1);
			for (RawClient sender : slow) {
				assertThat(sender.send(payload.substring(10)).status()).isEqualTo(202);
			}
			assertThat(application.queue().deliveries()).hasSize(51);
		}
		finally {
			for (RawClient sender : slow) {
				sender.close();
			}
		}
	}

	private static int send(String method, String target, String contentType, String body) throws IOException {
		return RawClient.exchange(application.port(), method, target, body, "Content-Type: " + contentType).status();
	}

	private static int sendStranger(int number) throws IOException {
		String target = Deliveries.PATH + "/wrong" + number + "?" + Deliveries.form(Deliveries.fields());
		return RawClient.exchange(application.port(), "GET", target, "").status();
	}

}
