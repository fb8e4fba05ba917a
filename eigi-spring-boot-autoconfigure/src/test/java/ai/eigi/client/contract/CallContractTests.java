package ai.eigi.client.contract;

import java.util.Map;
import java.util.Set;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.conversation.TelephonyProvider;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outbound calls against the documented JSON: what is sent, and what is read.
 */
class CallContractTests {

	private static final String AGENT = "68ea2517dbb84c09bae1ba0a";

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	/**
	 * What the contract documents, without the correlation ids of this client.
	 */
	private static EigiOperations operations() {
		return server.operations((builder) -> builder.calls(new CallSettings(CallMode.LIVE, Set.of(), false)));
	}

	@Test
	void startCallsSendsTheDocumentedRequestAndReadsTheDocumentedAnswer() {
		server.answersFixture("outbound-response");
		OutboundCallResult result = operations()
			.startCalls(OutboundCallRequest.builder(AGENT)
				.to(CallRecipient.of("+919876543210")
					.withMetadata(Map.of("customer_name", "John Doe", "customer_id", "CUST-12345")))
				.provider(TelephonyProvider.PLIVO)
				.build())
			.block();
		assertThat(result.message()).isEqualTo("Outbound calls initiated successfully");
		assertThat(result.recipients()).isEmpty();
		assertPosted("outbound-request-single");
	}

	@Test
	void startCallsSendsSeveralRecipientsAndNoProvider() {
		server.answersFixture("outbound-response");
		operations()
			.startCalls(OutboundCallRequest.builder(AGENT)
				.to(CallRecipient.of("+919876543210").withMetadata(Map.of("customer_name", "John Doe")))
				.to(CallRecipient.of("+918765432109").withMetadata(Map.of("customer_name", "Jane Smith")))
				.build())
			.block();
		assertPosted("outbound-request-multiple");
	}

	@Test
	void startCallsSendsTheOtherProviderAndMoreMetadata() {
		server.answersFixture("outbound-response");
		operations()
			.startCalls(OutboundCallRequest.builder(AGENT)
				.to(CallRecipient.of("+919876543210")
					.withMetadata(Map.of("customer_name", "John Doe", "customer_id", "CUST-12345", "order_id",
							"ORD-67890", "appointment_date", "2025-12-15")))
				.provider(TelephonyProvider.TWILIO)
				.build())
			.block();
		assertPosted("composed-outbound-request-metadata");
	}

	@Test
	void startCallsSendsTheFlagOfATestCall() {
		server.answersFixture("outbound-response");
		operations()
			.startCalls(OutboundCallRequest.builder(AGENT)
				.to("+919876543210")
				.provider(TelephonyProvider.PLIVO)
				.testCall(true)
				.build())
			.block();
		assertPosted("composed-outbound-request-test-call");
	}

	@Test
	void startCallsSendsNothingThatWasNotSet() {
		server.answersFixture("outbound-response");
		operations().startCalls(OutboundCallRequest.of("agent-1", "+14155550123")).block();
		assertThat(server.onlyRequest().getBodyAsString())
			.isEqualTo("{\"agent_id\":\"agent-1\",\"params\":[{\"mobile_number\":\"+14155550123\"}]}");
	}

	@Test
	void startCallsReadsTheResultOfOneRecipient() {
		server.answersFixture("legacy-outbound-response-single");
		OutboundCallResult result = operations().startCalls(OutboundCallRequest.of(AGENT, "+919876543210")).block();
		assertThat(result.message()).isNull();
		assertThat(result.recipients()).singleElement()
			.isEqualTo(new RecipientResult("+919876543210", true, "35d33a43-176c-405c-92bf-db972035df28",
					"a1b2c3d4-e5f6-7890-abcd-ef1234567890", "Call initiated successfully"));
	}

	@Test
	void startCallsReadsTheResultOfARecipientThatFailed() {
		server.answersFixture("legacy-outbound-response-mixed");
		OutboundCallResult result = operations().startCalls(OutboundCallRequest.of(AGENT, "+919876543210")).block();
		assertThat(result.recipients()).extracting(RecipientResult::accepted).containsExactly(true, true, false);
		RecipientResult failed = result.recipients().get(2);
		assertThat(failed.number()).isEqualTo("+917654321098");
		assertThat(failed.conversationId()).isNull();
		assertThat(failed.callId()).isNull();
		assertThat(failed.message()).isEqualTo("Invalid phone number format");
	}

	private static void assertPosted(String fixture) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
		assertThat(request.getUrl()).isEqualTo("/v1/public/calls/outbound");
		assertThat(request.getHeader("Content-Type")).startsWith("application/json");
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
		assertThat(Fixture.JSON.readTree(request.getBody())).isEqualTo(Fixture.tree(fixture));
	}

}
