package ai.eigi.webhook;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What a native image must know of events: their values, for applications that have them
 * written as JSON, and the script that makes the tables.
 */
class WebhookRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), ConversationEvent.class,
				ConversationEvent.Origin.class, ConversationEventStore.Claim.class, ConversationEventType.class,
				SweepPosition.class, SweepReport.class, WebhookDelivery.class);
		Method eventType = ClassUtils.getMethod(ConversationEventType.class, "of", String.class);
		hints.reflection().registerMethod(eventType, ExecutableMode.INVOKE);
		hints.resources().registerPattern("ai/eigi/webhook/schema.sql");
	}

}
