package ai.eigi.client.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server on a real socket that answers everything alike, and clients that talk to it.
 */
final class EigiServer implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	static final String API_KEY = "vk_test_key";

	private final List<EigiClient> clients = new ArrayList<>();

	private final WireMockServer server = new WireMockServer(options().dynamicPort().gzipDisabled(true));

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server.start();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server.resetAll();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.clients.forEach(EigiClient::close);
		this.clients.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.server.stop();
	}

	String baseUrl() {
		return this.server.baseUrl();
	}

	WireMockServer wireMock() {
		return this.server;
	}

	EigiServer answers(ResponseDefinitionBuilder answer) {
		this.server.stubFor(any(anyUrl()).willReturn(answer));
		return this;
	}

	EigiServer answersJson(String json) {
		return answers(json(200, json));
	}

	EigiServer answersFixture(String name) {
		return answersJson(Fixture.read(name));
	}

	static ResponseDefinitionBuilder json(int status, String json) {
		return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(json);
	}

	/**
	 * A client that repeats twice and quickly, and waits for no permit.
	 */
	EigiOperations operations() {
		return operations((builder) -> builder);
	}

	EigiOperations operations(UnaryOperator<EigiClient.Builder> customizer) {
		return client(customizer).operations();
	}

	EigiManagementOperations management() {
		return client().management();
	}

	EigiClient client() {
		return client((builder) -> builder);
	}

	private EigiClient client(UnaryOperator<EigiClient.Builder> customizer) {
		EigiClient client = customizer
			.apply(EigiClient.builder()
				.apiKey(API_KEY)
				.baseUrl(baseUrl())
				.rateLimit((limit) -> limit.withEnabled(false))
				.retry((retry) -> retry.withMaxAttempts(3)
					.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10))))
			.build();
		this.clients.add(client);
		return client;
	}

	int requestCount() {
		return this.server.getAllServeEvents().size();
	}

	/**
	 * What was received, the first one first.
	 */
	List<LoggedRequest> requests() {
		List<LoggedRequest> requests = new ArrayList<>(
				this.server.getAllServeEvents().stream().map(ServeEvent::getRequest).toList());
		// the journal has the last one first, and many come within a millisecond
		Collections.reverse(requests);
		requests.sort((one, other) -> one.getLoggedDate().compareTo(other.getLoggedDate()));
		return requests;
	}

	LoggedRequest onlyRequest() {
		assertThat(requestCount()).as("requests that reached the server").isEqualTo(1);
		return requests().get(0);
	}

}
