package ai.eigi.simulator;

import java.time.Duration;
import java.util.function.Function;

/**
 * What can be changed while the simulator runs.
 */
final class SimulatorSettings {

	volatile Function<ChatTurn, String> reply = DefaultReply::to;

	volatile ChunkStyle chunkStyle = ChunkStyle.WORD;

	volatile Duration chunkDelay = Duration.ZERO;

	volatile Function<SimulatedCall, CallOutcome> callScript = (call) -> CallOutcome.answered();

	volatile MetadataEcho metadataEcho = MetadataEcho.AT_ONCE;

	volatile int callQuota = Integer.MAX_VALUE;

	volatile int requestsPerMinute;

	volatile RetryAfterFormat retryAfterFormat = RetryAfterFormat.SECONDS;

	volatile WireShape conversationShape = WireShape.CURRENT;

	volatile WireShape callShape = WireShape.CURRENT;

	volatile int webhookAttempts = 4;

	volatile Duration webhookInterval = Duration.ofSeconds(10);

	volatile Duration webhookPatience = Duration.ofSeconds(10);

	volatile Function<DeliveryAttempt, DeliveryFate> deliveryPolicy = (attempt) -> DeliveryFate.sent();

	void retryWebhooks(int maxAttempts, Duration interval) {
		if (maxAttempts < 1 || interval.isNegative()) {
			throw new IllegalArgumentException("There is at least one attempt and no negative interval");
		}
		this.webhookAttempts = maxAttempts;
		this.webhookInterval = interval;
	}

	SimulatorSettings copy() {
		SimulatorSettings copy = new SimulatorSettings();
		copy.reply = this.reply;
		copy.chunkStyle = this.chunkStyle;
		copy.chunkDelay = this.chunkDelay;
		copy.callScript = this.callScript;
		copy.metadataEcho = this.metadataEcho;
		copy.callQuota = this.callQuota;
		copy.requestsPerMinute = this.requestsPerMinute;
		copy.retryAfterFormat = this.retryAfterFormat;
		copy.conversationShape = this.conversationShape;
		copy.callShape = this.callShape;
		copy.webhookAttempts = this.webhookAttempts;
		copy.webhookInterval = this.webhookInterval;
		copy.webhookPatience = this.webhookPatience;
		copy.deliveryPolicy = this.deliveryPolicy;
		return copy;
	}

}
