package ai.eigi.client.contract;

import java.time.Instant;
import java.util.List;

import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.DeletedPrompt;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptType;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersion;
import ai.eigi.client.prompt.PromptVersions;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prompts against the documented JSON: what is sent, and what is read.
 */
class PromptContractTests {

	private static final String PATH = "/v1/public/prompts";

	private static final String NAME = "customer_support_v1";

	private static final String FIRST_TEXT = "You are a helpful customer support agent. Be polite and professional.";

	private static final String SECOND_TEXT = "You are an expert customer support agent with 10 years of experience. "
			+ "Always be empathetic and solution-oriented.";

	private static final Instant FIRST_DAY = Instant.parse("2025-12-03T14:14:22.719Z");

	private static final Instant SECOND_DAY = Instant.parse("2025-12-05T10:00:33Z");

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private static void assertIsFirstVersion(Prompt prompt) {
		assertThat(prompt.name()).isEqualTo(NAME);
		assertThat(prompt.version()).isEqualTo(1);
		assertThat(prompt.content()).isEqualTo(FIRST_TEXT);
		assertThat(prompt.type()).isEqualTo(PromptType.MAIN);
		assertThat(prompt.metadata()).containsEntry("prompt_type", "main").hasSize(1);
		assertThat(prompt.createdAt()).isEqualTo(FIRST_DAY);
		assertThat(prompt.updatedAt()).isEqualTo(FIRST_DAY);
	}

	private static void assertIsSecondVersion(Prompt prompt) {
		assertThat(prompt.name()).isEqualTo(NAME);
		assertThat(prompt.version()).isEqualTo(2);
		assertThat(prompt.content()).isEqualTo(SECOND_TEXT);
		assertThat(prompt.type()).isEqualTo(PromptType.MAIN);
		assertThat(prompt.createdAt()).isEqualTo(SECOND_DAY);
		assertThat(prompt.updatedAt()).isEqualTo(SECOND_DAY);
	}

	@Test
	void getPromptReadsTheLatestVersion() {
		server.answersFixture("composed-prompt-create-response");
		Prompt prompt = server.management().getPrompt(NAME).block();
		assertIsFirstVersion(prompt);
		assertThat(Fixture.JSON.<JsonNode>valueToTree(prompt.raw()))
			.isEqualTo(Fixture.tree("composed-prompt-create-response"));
		assertRequested(RequestMethod.GET, PATH + "/" + NAME);
	}

	@Test
	void getPromptAsksForAVersion() {
		server.answersFixture("composed-prompt-update-response");
		assertIsSecondVersion(server.management().getPrompt(NAME, 2).block());
		assertRequested(RequestMethod.GET, PATH + "/" + NAME + "?version=2");
	}

	@Test
	void listPromptsReadsTheEnvelopeAndEveryItem() {
		server.answersFixture("composed-prompts-list");
		Page<Prompt> page = server.management().listPrompts(PromptQuery.all()).block();
		assertThat(page.total()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(10);
		assertThat(page.hasNext()).isFalse();
		assertThat(page.items()).singleElement().satisfies(PromptContractTests::assertIsSecondVersion);
		assertRequested(RequestMethod.GET, PATH + "?page=1&page_size=10");
	}

	@Test
	void listPromptsReadsTheEnvelopeOfTheCommandLineClient() {
		server.answersFixture("composed-prompts-list-skip-limit");
		Page<Prompt> page = server.management().listPrompts(PromptQuery.all()).block();
		assertThat(page.total()).isEqualTo(1);
		assertThat(page.number()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(10);
		assertThat(page.hasNext()).isFalse();
		assertThat(page.items()).singleElement().satisfies(PromptContractTests::assertIsSecondVersion);
	}

	@Test
	void typeIsReadFromTheTopToo() {
		server.answersJson("{\"prompt_name\":\"p\",\"prompt_type\":\"analysis\"}");
		assertThat(server.management().getPrompt("p").block().type()).isEqualTo(PromptType.ANALYSIS);
	}

	@Test
	void listPromptsSendsEveryFilterEncoded() {
		server.answersFixture("composed-prompts-list");
		server.management()
			.listPrompts(PromptQuery.builder().search("a&b").latestOnly(false).page(3).pageSize(1).build())
			.block();
		assertRequested(RequestMethod.GET, PATH + "?page=3&page_size=1&search=a%26b&latest_only=false");
	}

	@Test
	void createPromptSendsTheDocumentedRequest() {
		server.answers(EigiServer.json(201, Fixture.read("composed-prompt-create-response")));
		assertIsFirstVersion(server.management()
			.createPrompt(PromptDefinition.of(NAME, FIRST_TEXT).withType(PromptType.MAIN))
			.block());
		assertSent(RequestMethod.POST, PATH, Fixture.tree("prompt-create-request"));
	}

	@Test
	void createPromptSendsNothingThatWasNotSet() {
		server.answersFixture("composed-prompt-create-response");
		server.management().createPrompt(PromptDefinition.of("a/b", " ")).block();
		assertThat(server.onlyRequest().getBodyAsString())
			.isEqualTo("{\"prompt_name\":\"a/b\",\"prompt_content\":\" \"}");
	}

	@Test
	void metadataOfAPromptMayHoldMore() {
		server.answersFixture("composed-prompt-create-response");
		server.management()
			.createPrompt(PromptDefinition.of("p", "text").withMetadata("team", "one").withType(PromptType.ANALYSIS))
			.block();
		assertSent(RequestMethod.POST, PATH, Fixture.JSON.readTree("{\"prompt_name\":\"p\",\"prompt_content\":\"text\","
				+ "\"prompt_metadata\":{\"team\":\"one\",\"prompt_type\":\"analysis\"}}"));
	}

	@Test
	void updatePromptSendsTheDocumentedRequest() {
		server.answersFixture("composed-prompt-update-response");
		assertIsSecondVersion(server.management().updatePrompt(NAME, PromptUpdate.of(SECOND_TEXT)).block());
		assertSent(RequestMethod.PATCH, PATH + "/" + NAME, Fixture.tree("prompt-update-request"));
	}

	@Test
	void updatePromptSendsAType() {
		server.answersFixture("composed-prompt-update-response");
		server.management().updatePrompt(NAME, PromptUpdate.of("x").withType(PromptType.ANALYSIS)).block();
		assertThat(server.onlyRequest().getBodyAsString())
			.isEqualTo("{\"prompt_content\":\"x\",\"prompt_metadata\":{\"prompt_type\":\"analysis\"}}");
	}

	@Test
	void deletePromptReadsWhatIsGone() {
		server.answersFixture("composed-prompt-delete-response");
		assertThat(server.management().deletePrompt(NAME).block())
			.isEqualTo(new DeletedPrompt(NAME, 2, SECOND_DAY, "Prompt deleted successfully"));
		LoggedRequest request = assertRequested(RequestMethod.DELETE, PATH + "/" + NAME);
		assertThat(request.getBodyAsString()).isEmpty();
	}

	@Test
	void listPromptVersionsReadsThemHighestFirst() {
		server.answersFixture("composed-prompt-versions");
		PromptVersions versions = server.management().listPromptVersions(NAME).block();
		assertThat(versions).isEqualTo(new PromptVersions(NAME,
				List.of(new PromptVersion(2, SECOND_TEXT, SECOND_DAY), new PromptVersion(1, FIRST_TEXT, FIRST_DAY)),
				2));
		assertRequested(RequestMethod.GET, PATH + "/" + NAME + "/versions");
	}

	@Test
	void totalOfVersionsGoesByItsNameInTheCommandLineClientToo() {
		server.answersJson("{\"versions\":[{\"prompt_version\":9}],\"total\":9}");
		assertThat(server.management().listPromptVersions(NAME).block().total()).isEqualTo(9);
	}

	@Test
	void totalOfVersionsIsCountedWhereNothingTellsIt() {
		server.answersJson("{\"versions\":[{\"prompt_version\":2},{\"prompt_version\":1}]}");
		assertThat(server.management().listPromptVersions(NAME).block().total()).isEqualTo(2);
	}

	private static LoggedRequest assertRequested(RequestMethod method, String url) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(method);
		assertThat(request.getUrl()).isEqualTo(url);
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
		return request;
	}

	private static void assertSent(RequestMethod method, String url, JsonNode body) {
		LoggedRequest request = assertRequested(method, url);
		assertThat(request.getHeader("Content-Type")).startsWith("application/json");
		assertThat(Fixture.JSON.readTree(request.getBody())).isEqualTo(body);
	}

}
