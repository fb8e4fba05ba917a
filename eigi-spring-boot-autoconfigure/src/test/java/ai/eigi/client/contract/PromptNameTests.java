package ai.eigi.client.contract;

import java.time.Duration;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.testsupport.RawServer.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Names of prompts as they reach the server, byte by byte: always one segment of the
 * path, whatever is in them.
 */
class PromptNameTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			customer_support_v1 | customer_support_v1
			two words           | two%20words
			` edges `           | %20edges%20
			sales/inbound       | sales%2Finbound
			/                   | %2F
			100% sure           | 100%25%20sure
			%2F                 | %252F
			für Ödön            | f%C3%BCr%20%C3%96d%C3%B6n
			日本                | %E6%97%A5%E6%9C%AC
			😀                  | %F0%9F%98%80
			.                   | %2E
			..                  | %2E%2E
			...                 | ...
			../agents           | ..%2Fagents
			a?b=c&d#e           | a%3Fb%3Dc%26d%23e
			a+b                 | a%2Bb
			a;v=1               | a%3Bv%3D1
			{prompt_name}       | %7Bprompt_name%7D
			a\\b                | a%5Cb
			versions            | versions
			a:b@c               | a%3Ab%40c
			""")
	void nameIsOneSegment(String name, String encoded) {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"prompt_name\":\"p\"}"));
				EigiClient client = EigiClient.builder().apiKey(EigiServer.API_KEY).baseUrl(server.url()).build()) {
			EigiManagementOperations management = client.management();
			management.getPrompt(name).block(PATIENCE);
			management.getPrompt(name, 12).block(PATIENCE);
			management.updatePrompt(name, PromptUpdate.of("text")).block(PATIENCE);
			management.listPromptVersions(name).block(PATIENCE);
			management.deletePrompt(name).block(PATIENCE);
			String path = "/v1/public/prompts/" + encoded;
			assertThat(server.requests()).extracting(Request::method, Request::target)
				.containsExactly(tuple("GET", path), tuple("GET", path + "?version=12"), tuple("PATCH", path),
						tuple("GET", path + "/versions"), tuple("DELETE", path));
		}
	}

	@ParameterizedTest
	@CsvSource({ ".,%2E", "..,%2E%2E" })
	void idOfDotsDoesNotClimbUpThePath(String id, String encoded) {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{}"));
				EigiClient client = EigiClient.builder().apiKey(EigiServer.API_KEY).baseUrl(server.url()).build()) {
			client.management().deleteAgent(id).block(PATIENCE);
			assertThat(server.requests()).singleElement()
				.extracting(Request::target)
				.isEqualTo("/v1/public/agents/" + encoded);
		}
	}

}
