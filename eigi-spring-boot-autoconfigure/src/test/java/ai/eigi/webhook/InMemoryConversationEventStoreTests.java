package ai.eigi.webhook;

import ai.eigi.webhook.ConversationEventStore.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events in memory, in bounds.
 */
@ExtendWith(OutputCaptureExtension.class)
class InMemoryConversationEventStoreTests extends ConversationEventStoreContractTests {

	private final ConversationEventStore store = new InMemoryConversationEventStore();

	@Override
	ConversationEventStore store() {
		return this.store;
	}

	@Test
	void forgetsTheOldestWhenItIsFullAndSaysSoOnce(CapturedOutput output) {
		ConversationEventStore small = new InMemoryConversationEventStore(3);
		for (int i = 0; i < 5; i++) {
			small.confirm("c" + i, NOW);
		}
		assertThat(small.claim("c4", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		assertThat(small.claim("c2", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		assertThat(small.claim("c1", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(output).containsOnlyOnce("eigi.webhook.store.type");
	}

}
