package ai.eigi.sample;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.paging.Page;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link CallDesk}.
 */
class CallDeskTests {

	private final EigiOperations eigi = mock();

	private final CallDesk desk = new CallDesk(this.eigi, new SampleProperties(List.of(), Duration.ofMillis(1)));

	@Test
	void callWhoseConversationIsNeverListedIsUnknown() {
		given(this.eigi.listConversations(any())).willReturn(Mono.just(noCalls()));
		given(this.eigi.startCalls(any())).willReturn(Mono.just(new OutboundCallResult("Accepted", List.of())));
		StepVerifier.create(this.desk.call("agent", "+14155550123").map(CallUpdate::status))
			.expectNext("ACCEPTED", "UNKNOWN")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		then(this.eigi).should(times(1)).startCalls(any());
	}

	@Test
	void nobodyIsCalledWhenTheCallCouldNotBeToldFromEarlierOnes() {
		given(this.eigi.listConversations(any()))
			.willReturn(Mono.error(new EigiServerException("listConversations", "Down", ApiAnswer.NONE)));
		StepVerifier.create(this.desk.call("agent", "+14155550123"))
			.expectError(EigiServerException.class)
			.verify(Duration.ofSeconds(10));
		then(this.eigi).should(never()).startCalls(any());
	}

	private static Page<Conversation> noCalls() {
		return new Page<>(List.of(), 0, 1, 100, 0, false);
	}

}
