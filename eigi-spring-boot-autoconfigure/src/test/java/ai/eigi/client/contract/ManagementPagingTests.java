package ai.eigi.client.contract;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptQuery;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walks over all pages of agents, prompts and voices.
 */
class ManagementPagingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private static void answersPage(int number, String json) {
		server.wireMock()
			.stubFor(any(anyUrl()).withQueryParam("page", equalTo(String.valueOf(number))).willReturn(okJson(json)));
	}

	@Test
	void allAgentsReadsEveryPageWithTheFilters() {
		answersPage(1,
				"{\"agents\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"total\":5,\"page\":1,\"page_size\":2,\"total_pages\":3}");
		answersPage(2,
				"{\"agents\":[{\"id\":\"2\"},{\"id\":\"3\"}],\"total\":5,\"page\":2,\"page_size\":2,\"total_pages\":3}");
		answersPage(3, "{\"agents\":[{\"id\":\"4\"}],\"total\":5,\"page\":3,\"page_size\":2,\"total_pages\":3}");
		Flux<Agent> agents = server.management()
			.allAgents(AgentQuery.builder().type(AgentType.OUTBOUND).pageSize(2).build());
		assertThat(agents.map(Agent::id).collectList().block(PATIENCE)).containsExactly("1", "2", "3", "4");
		assertThat(urls()).containsExactly("/v1/public/agents?page=1&page_size=2&agent_type=OUTBOUND",
				"/v1/public/agents?page=2&page_size=2&agent_type=OUTBOUND",
				"/v1/public/agents?page=3&page_size=2&agent_type=OUTBOUND");
	}

	@Test
	void pagesOfAWalkHoldAHundredUnlessToldOtherwise() {
		server.answersFixture("composed-agents-list");
		server.management().allAgents(AgentQuery.all()).blockLast(PATIENCE);
		server.answersFixture("composed-prompts-list");
		server.management().allPrompts(PromptQuery.all()).blockLast(PATIENCE);
		server.answersFixture("composed-voices-list");
		server.management().allVoices(VoiceQuery.of("CARTESIA")).blockLast(PATIENCE);
		assertThat(urls()).containsExactly("/v1/public/agents?page=1&page_size=100",
				"/v1/public/prompts?page=1&page_size=100", "/v1/public/voices?provider=CARTESIA&page=1&page_size=100");
	}

	@Test
	void allPromptsTellsVersionsApart() {
		answersPage(1, prompts("p", 2, "p", 1, 2));
		answersPage(2, prompts("p", 1, "q", 1, 2));
		Flux<Prompt> prompts = server.management()
			.allPrompts(PromptQuery.builder().latestOnly(false).pageSize(2).build());
		assertThat(prompts.map((prompt) -> prompt.name() + prompt.version()).collectList().block(PATIENCE))
			.containsExactly("p2", "p1", "q1");
	}

	private static String prompts(String one, int oneVersion, String other, int otherVersion, int pages) {
		return """
				{"prompts":[{"prompt_name":"%s","prompt_version":%d},{"prompt_name":"%s","prompt_version":%d}],
				 "total":4,"page_size":2,"total_pages":%d}""".formatted(one, oneVersion, other, otherVersion, pages);
	}

	@Test
	void countOfAPageDoesNotEndTheWalk() {
		answersPage(1,
				"{\"prompts\":[{\"prompt_name\":\"a\"},{\"prompt_name\":\"b\"}],\"count\":2,\"skip\":0,\"limit\":2}");
		answersPage(2, "{\"prompts\":[{\"prompt_name\":\"c\"}],\"count\":1,\"skip\":2,\"limit\":2}");
		Flux<Prompt> prompts = server.management().allPrompts(PromptQuery.builder().pageSize(2).build());
		assertThat(prompts.map(Prompt::name).collectList().block(PATIENCE)).containsExactly("a", "b", "c");
		assertThat(server.requestCount()).isEqualTo(2);
	}

	@Test
	void allVoicesGoesOnAsLongAsThereAreMoreWhateverTheTotal() {
		int pages = 25;
		IntStream.rangeClosed(1, pages).forEach((number) -> answersPage(number, voices(number, number < pages)));
		Flux<Voice> voices = server.management().allVoices(VoiceQuery.builder("HUME").pageSize(1).build());
		assertThat(voices.map(Voice::id).collectList().block(PATIENCE)).hasSize(pages).last().isEqualTo("v-25");
		assertThat(server.requestCount()).isEqualTo(pages);
	}

	@Test
	void allVoicesEndsWhereThereAreNoMoreWhateverTheTotal() {
		answersPage(1, "{\"voices\":[{\"id\":\"v-1\"}],\"total_count\":50,\"page_size\":1,\"has_more\":false}");
		Flux<Voice> voices = server.management().allVoices(VoiceQuery.builder("HUME").pageSize(1).build());
		assertThat(voices.map(Voice::id).collectList().block(PATIENCE)).containsExactly("v-1");
		assertThat(server.requestCount()).isEqualTo(1);
	}

	@Test
	void walkFetchesNoMoreThanIsAskedFor() {
		IntStream.rangeClosed(1, 9).forEach((number) -> answersPage(number, voices(number, true)));
		Flux<String> voices = server.management()
			.allVoices(VoiceQuery.builder("HUME").pageSize(1).page(2).build())
			.map(Voice::id);
		StepVerifier.create(voices, 0)
			.expectSubscription()
			.then(() -> assertThat(server.requestCount()).isZero())
			.thenRequest(2)
			.expectNext("v-2", "v-3")
			.thenCancel()
			.verify(PATIENCE);
		// the page after is under way at most
		assertThat(urls()).hasSizeBetween(2, 3).first().asString().contains("page=2");
	}

	private static String voices(int number, boolean more) {
		return "{\"voices\":[{\"id\":\"v-%d\"}],\"total_count\":2,\"page\":%d,\"page_size\":1,\"has_more\":%s}"
			.formatted(number, number, more);
	}

	private static List<String> urls() {
		return server.requests().stream().map(LoggedRequest::getUrl).toList();
	}

}
