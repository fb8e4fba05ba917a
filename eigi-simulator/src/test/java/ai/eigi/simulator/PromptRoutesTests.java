package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PromptRoutes}.
 */
class PromptRoutesTests {

	private static final String PROMPTS = "/v1/public/prompts";

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).agents().start();

	private final Caller caller = new Caller(this.simulator);

	@BeforeEach
	void create() {
		HttpResponse<String> created = this.caller.post(PROMPTS,
				"{\"prompt_name\":\"a b/ü\",\"prompt_content\":\"One\"}");
		assertThat(created.statusCode()).isEqualTo(201);
		assertThat(Caller.json(created)).isEqualTo(Json.read("{\"prompt_name\":\"a b/ü\",\"prompt_version\":1,"
				+ "\"prompt_content\":\"One\",\"prompt_metadata\":{\"prompt_type\":\"main\"},"
				+ "\"created_at\":\"2026-03-02T10:00:00.000000\",\"updated_at\":\"2026-03-02T10:00:00.000000\"}"));
		this.clock.advance(Duration.ofHours(1));
	}

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldAddVersionWithUpdateAndWithCreation() {
		String path = PROMPTS + "/a%20b%2F%C3%BC";
		HttpResponse<String> updated = this.caller.patch(path,
				"{\"prompt_content\":\"Two\",\"prompt_metadata\":{\"prompt_type\":\"analysis\",\"later\":1}}");
		assertThat(updated.statusCode()).isEqualTo(200);
		assertThat(Caller.json(updated).path("prompt_version").intValue()).isEqualTo(2);
		assertThat(Caller.json(this.caller.patch(path, "{\"prompt_content\":\"Three\"}")).path("prompt_metadata"))
			.isEqualTo(Json.read("{\"prompt_type\":\"analysis\",\"later\":1}"));
		HttpResponse<String> created = this.caller.post(PROMPTS,
				"{\"prompt_name\":\"a b/ü\",\"prompt_content\":\"Four\"}");
		assertThat(created.statusCode()).isEqualTo(201);
		assertThat(Caller.json(created).path("prompt_version").intValue()).isEqualTo(4);
		assertThat(this.caller.getJson(path)).isEqualTo(Caller.json(created));
		assertThat(this.caller.getJson(path + "?version=1").path("prompt_content").stringValue()).isEqualTo("One");
		JsonNode versions = this.caller.getJson(path + "/versions");
		assertThat(Caller.names(versions)).containsExactly("prompt_name", "versions", "total_versions");
		assertThat(versions.path("total_versions").intValue()).isEqualTo(4);
		assertThat(versions.path("versions").valueStream().map((version) -> version.path("prompt_version").intValue()))
			.containsExactly(4, 3, 2, 1);
		assertThat(versions.path("versions").path(3)).isEqualTo(Json.read("{\"prompt_version\":1,"
				+ "\"prompt_content\":\"One\",\"created_at\":\"2026-03-02T10:00:00.000000\"}"));
	}

	@Test
	void shouldListLatestOrAllVersions() {
		this.caller.post(PROMPTS, "{\"prompt_name\":\"other\",\"prompt_content\":\"Something ELSE\"}");
		this.caller.patch(PROMPTS + "/other", "{\"prompt_content\":\"New\"}");
		assertThat(Caller.names(this.caller.getJson(PROMPTS))).containsExactly("prompts", "total", "page", "page_size",
				"total_pages");
		assertThat(texts("")).containsExactly("One", "New");
		assertThat(texts("?latest_only=false")).containsExactly("One", "New", "Something ELSE");
		assertThat(texts("?search=else")).isEmpty();
		assertThat(texts("?search=else&latest_only=false")).containsExactly("Something ELSE");
		assertThat(texts("?search=OTHER")).containsExactly("New");
		assertThat(texts("?page=2&page_size=1")).containsExactly("New");
		assertThat(this.caller.get(PROMPTS + "?latest_only=perhaps").statusCode()).isEqualTo(422);
		assertThat(this.caller.get(PROMPTS + "?page_size=0").statusCode()).isEqualTo(422);
	}

	private List<String> texts(String query) {
		return this.caller.getJson(PROMPTS + query)
			.path("prompts")
			.valueStream()
			.map((prompt) -> prompt.path("prompt_content").stringValue())
			.toList();
	}

	@Test
	void shouldDeleteAllVersions() {
		this.caller.post(PROMPTS, "{\"prompt_name\":\"p\",\"prompt_content\":\"1\"}");
		this.caller.patch(PROMPTS + "/p", "{\"prompt_content\":\"2\"}");
		HttpResponse<String> response = this.caller.delete(PROMPTS + "/p");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Caller.json(response)).isEqualTo(Json.read("{\"message\":\"Prompt deleted successfully\","
				+ "\"prompt_name\":\"p\",\"versions_deleted\":2,\"deleted_at\":\"2026-03-02T11:00:00.000Z\"}"));
		for (String path : List.of("/p", "/p?version=1", "/p/versions")) {
			assertThat(this.caller.get(PROMPTS + path).statusCode()).isEqualTo(404);
		}
		assertThat(this.caller.patch(PROMPTS + "/p", "{\"prompt_content\":\"3\"}").statusCode()).isEqualTo(404);
		assertThat(this.caller.delete(PROMPTS + "/p").body()).isEqualTo("{\"detail\":\"Prompt not found\"}");
	}

	@Test
	void shouldRefuseToDeletePromptInUse() {
		this.simulator.addAgent(SimulatedAgent.SUPPORT);
		HttpResponse<String> response = this.caller.delete(PROMPTS + "/support_agent_internal");
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body()).isEqualTo("{\"detail\":\"Prompt is in use by an agent\"}");
		assertThat(this.caller.get(PROMPTS + "/support_agent_internal").statusCode()).isEqualTo(200);
		this.caller.delete("/v1/public/agents/" + SimulatedAgent.SUPPORT.id());
		assertThat(this.caller.get(PROMPTS + "/support_agent_internal").statusCode()).isEqualTo(404);
	}

	@Test
	void shouldRefuseVersionsThatAreNone() {
		assertThat(this.caller.get(PROMPTS + "/a%20b%2F%C3%BC?version=2").body())
			.isEqualTo("{\"detail\":\"Prompt version not found\"}");
		assertThat(this.caller.get(PROMPTS + "/a%20b%2F%C3%BC?version=0").statusCode()).isEqualTo(422);
		assertThat(this.caller.get(PROMPTS + "/a%20b%2F%C3%BC?version=latest").statusCode()).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"prompt_content\":\"a\"}", "{\"prompt_name\":\"\",\"prompt_content\":\"a\"}",
			"{\"prompt_name\":\"a\"}", "{\"prompt_name\":\"a\",\"prompt_content\":\"\"}",
			"{\"prompt_name\":\"a\",\"prompt_content\":null}", "{\"prompt_name\":1,\"prompt_content\":\"a\"}",
			"{\"prompt_name\":\"a\",\"prompt_content\":\"a\",\"prompt_metadata\":{\"prompt_type\":\"other\"}}",
			"{\"prompt_name\":\"a\",\"prompt_content\":\"a\",\"prompt_metadata\":\"main\"}", "[]", "{" })
	void shouldRefuseWrongBodies(String body) {
		assertThat(this.caller.post(PROMPTS, body).statusCode()).isEqualTo(422);
		assertThat(this.caller.getJson(PROMPTS).path("total").intValue()).isEqualTo(1);
	}

	@Test
	void shouldCountTheCharactersOfANameAsTheServiceDoes() {
		assertThat(this.caller
			.post(PROMPTS, "{\"prompt_name\":\"%s\",\"prompt_content\":\"a\"}".formatted("😀".repeat(100)))
			.statusCode()).isEqualTo(201);
		assertThat(this.caller
			.post(PROMPTS, "{\"prompt_name\":\"%s\",\"prompt_content\":\"a\"}".formatted("a".repeat(101)))
			.statusCode()).isEqualTo(422);
	}

}
