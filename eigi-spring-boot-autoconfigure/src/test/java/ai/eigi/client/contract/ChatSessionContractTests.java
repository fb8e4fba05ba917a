package ai.eigi.client.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.MessageRole;
import ai.eigi.client.paging.Page;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chat sessions against the documented JSON: what is sent, and what is read.
 */
class ChatSessionContractTests {

	private static final String AGENT = "68ea2517dbb84c09bae1ba0a";

	private static final String SESSION = "58a6b549-ef07-4a31-86bc-0eb0e026840a";

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@Test
	void getChatSessionReadsEveryField() {
		server.answersFixture("chat-session-get");
		ChatSession session = server.operations().getChatSession(SESSION).block();
		assertThat(session.id()).isEqualTo(SESSION);
		assertThat(session.agentId()).isEqualTo(AGENT);
		assertThat(session.status()).isEqualTo(ConversationStatus.IN_PROGRESS);
		assertThat(session.createdAt()).isEqualTo(Instant.parse("2025-12-05T10:00:00Z"));
		assertThat(session.updatedAt()).isEqualTo(Instant.parse("2025-12-05T10:00:33Z"));
		assertThat(session.metadata()).isEqualTo(Map.of("user_id", "user_123", "source", "website"));
		assertThat(session.messages()).hasSize(5);
		assertThat(session.messages().get(0).role()).isEqualTo(MessageRole.ASSISTANT);
		assertThat(session.messages().get(1).role()).isEqualTo(MessageRole.USER);
		assertThat(session.messages().get(1).content()).isEqualTo("I need help resetting my password");
		assertThat(session.messages().get(1).timestamp()).isEqualTo(Instant.parse("2025-12-05T10:00:15Z"));
		assertGot("/v1/public/chat/sessions/" + SESSION);
	}

	@Test
	void getChatSessionEncodesTheIdAsOnePathSegment() {
		server.answersFixture("chat-session-get");
		server.operations().getChatSession("a/b c+{d}").block();
		assertGot("/v1/public/chat/sessions/a%2Fb%20c%2B%7Bd%7D");
	}

	@Test
	void listChatSessionsReadsEveryField() {
		server.answersFixture("chat-sessions-list");
		Page<ChatSessionSummary> page = server.operations().listChatSessions(ChatSessionQuery.all()).block();
		assertThat(page.total()).isEqualTo(45);
		assertThat(page.number()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(10);
		assertThat(page.totalPages()).isEqualTo(5);
		assertThat(page.hasNext()).isTrue();
		assertThat(page.hasPrevious()).isFalse();
		assertThat(page.items()).hasSize(2);
		ChatSessionSummary first = page.items().get(0);
		assertThat(first.id()).isEqualTo(SESSION);
		assertThat(first.agentId()).isEqualTo(AGENT);
		assertThat(first.name()).isEqualTo("Support Chat");
		assertThat(first.messageCount()).isEqualTo(12);
		assertThat(first.metadata()).isEqualTo(Map.of("user_id", "user_123", "source", "website"));
		assertThat(first.createdAt()).isEqualTo(Instant.ofEpochSecond(1701792000));
		assertThat(first.updatedAt()).isEqualTo(Instant.ofEpochSecond(1701792100));
		assertThat(page.items().get(1).id()).isEqualTo("a7c3d421-b89e-4f12-9c6a-1e2f3g4h5i6j");
		assertThat(page.items().get(1).metadata()).isEmpty();
		assertGot("/v1/public/chat/sessions?page=1&page_size=10");
	}

	@Test
	void listChatSessionsSendsItsFilterEncoded() {
		server.answersFixture("chat-sessions-list");
		server.operations()
			.listChatSessions(ChatSessionQuery.builder().agentId("a&b=c d+e").page(3).pageSize(100).build())
			.block();
		assertGot("/v1/public/chat/sessions?page=3&page_size=100&agent_id=a%26b%3Dc%20d%2Be");
	}

	@Test
	void allChatSessionsReadsEveryPageAndNothingTwice() {
		page(1, "a", "b", true);
		page(2, "b", "c", false);
		List<String> ids = server.operations()
			.allChatSessions(ChatSessionQuery.all())
			.map(ChatSessionSummary::id)
			.collectList()
			.block();
		assertThat(ids).containsExactly("a", "b", "c");
		assertThat(server.requests()).extracting(LoggedRequest::getUrl)
			.containsExactly("/v1/public/chat/sessions?page=1&page_size=100",
					"/v1/public/chat/sessions?page=2&page_size=100");
	}

	private static void page(int number, String one, String other, boolean more) {
		server.wireMock()
			.stubFor(any(anyUrl()).withQueryParam("page", equalTo(String.valueOf(number))).willReturn(okJson("""
					{"object":"list","data":[{"id":"%s"},{"id":"%s"}],"has_more":%s,
					 "total":3,"page":%d,"page_size":100,"total_pages":2}""".formatted(one, other, more, number))));
	}

	private static void assertGot(String url) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
		assertThat(request.getUrl()).isEqualTo(url);
		assertThat(request.getBody()).isEmpty();
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
	}

}
