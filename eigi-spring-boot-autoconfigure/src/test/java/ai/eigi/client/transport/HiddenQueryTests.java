package ai.eigi.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.client.EigiClient;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a query says reaches the server and nobody before it.
 */
class HiddenQueryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<String> seen = new ArrayList<>();

	@Test
	void filtersSeeNamesAndTheServerSeesValues() {
		try (RawServer server = server(); EigiClient client = client(server)) {
			read(client, "a & b=***?");
			read(client, "***");
			assertThat(this.seen)
				.allMatch((url) -> url.endsWith("/v1/public/conversations?page=***&page_size=***&search=***"));
			assertThat(server.requests()).extracting(RawServer.Request::target)
				.containsExactly("/v1/public/conversations?page=1&page_size=10&search=a%20%26%20b%3D%2A%2A%2A%3F",
						"/v1/public/conversations?page=1&page_size=10&search=%2A%2A%2A");
		}
	}

	@Test
	void eachRequestOnAConnectionHasItsOwnQuery() {
		try (RawServer server = server(); EigiClient client = client(server)) {
			read(client, "one");
			client.operations().listConversations(ConversationQuery.all()).block(PATIENCE);
			client.operations().getConversation("c-1").onErrorComplete().block(PATIENCE);
			client.operations()
				.listConversations(ConversationQuery.builder().page(2).pageSize(5).search("two").build())
				.block(PATIENCE);
			assertThat(server.connections()).isOne();
			assertThat(server.requests()).extracting(RawServer.Request::target)
				.containsExactly("/v1/public/conversations?page=1&page_size=10&search=one",
						"/v1/public/conversations?page=1&page_size=10", "/v1/public/conversations/c-1",
						"/v1/public/conversations?page=2&page_size=5&search=two");
		}
	}

	@Test
	void whatAFilterChangesInTheAddressStays() {
		try (RawServer server = server();
				EigiClient client = EigiClient.builder()
					.apiKey("vk_test")
					.baseUrl(server.url())
					.webClient((webClient) -> webClient.filter((request, next) -> {
						URI uri = UriComponentsBuilder.fromUri(request.url())
							.replacePath("/tenant/conversations")
							.queryParam("tenant", "t1")
							.build(true)
							.toUri();
						return next.exchange(ClientRequest.from(request).url(uri).build());
					}))
					.build()) {
			read(client, "one");
			assertThat(server.requests()).extracting(RawServer.Request::target)
				.containsExactly("/tenant/conversations?page=1&page_size=10&search=one&tenant=t1");
		}
	}

	private static RawServer server() {
		return RawServer.start((exchange) -> exchange.json(200, "{\"data\":[],\"total\":0}"));
	}

	private EigiClient client(RawServer server) {
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.http((http) -> http.withMaxConnections(1))
			.webClient((webClient) -> webClient.filter((request, next) -> {
				this.seen.add(request.url().toString());
				return next.exchange(request);
			}))
			.httpClient((httpClient) -> httpClient
				.doOnRequest((request, connection) -> this.seen.add("http://localhost" + request.uri())))
			.build();
	}

	private static void read(EigiClient client, String search) {
		Mono<?> page = client.operations().listConversations(ConversationQuery.builder().search(search).build());
		page.block(PATIENCE);
	}

}
