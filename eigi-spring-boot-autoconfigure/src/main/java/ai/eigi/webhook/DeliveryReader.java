package ai.eigi.webhook;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a delivery of what was sent, or refuses it. Assumes that the sender means harm.
 */
final class DeliveryReader {

	/**
	 * An id becomes a segment of a path: two dots must not be one.
	 */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:-]{0,99}");

	private static final String CONVERSATION_ID = "conversation_id";

	/**
	 * Far above a payload with a transcript of hours, and low enough that a body of empty
	 * lists does not become many times its size.
	 */
	private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
		.maxNestingDepth(100)
		.maxTokenCount(200_000)
		.build();

	private final ObjectReader json = new JsonMapper(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
		.readerForMapOf(Object.class);

	/**
	 * Read the two fields of the documented forms.
	 * @param fields the fields
	 * @return the delivery
	 * @throws RefusedDeliveryException if it is none
	 */
	WebhookDelivery read(DeliveryFields fields) {
		String payload = fields.payload();
		if (payload == null) {
			throw new RefusedDeliveryException(WebhookAnswer.UNUSABLE_PAYLOAD);
		}
		return delivery(fields.event(), parse(payload));
	}

	/**
	 * Read a body that is JSON: the payload itself, or an object of the two fields.
	 * @param body the body
	 * @param charset its character set, if the sender named one
	 * @return the delivery
	 * @throws RefusedDeliveryException if it is none
	 */
	WebhookDelivery readJson(byte[] body, @Nullable Charset charset) {
		Map<String, Object> content = (charset != null) ? parse(new String(body, charset))
				: parse(() -> this.json.readValue(body));
		Object payload = content.get(DeliveryFields.PAYLOAD);
		if (payload == null || content.containsKey(CONVERSATION_ID)) {
			return delivery(null, content);
		}
		return delivery(content.get(DeliveryFields.EVENT), object(payload));
	}

	private Map<String, Object> object(Object payload) {
		if (payload instanceof String text) {
			return parse(text);
		}
		if (payload instanceof Map<?, ?> map) {
			@SuppressWarnings("unchecked")
			Map<String, Object> object = (Map<String, Object>) map;
			return object;
		}
		throw new RefusedDeliveryException(WebhookAnswer.UNUSABLE_PAYLOAD);
	}

	private static WebhookDelivery delivery(@Nullable Object eventBeside, Map<String, Object> payload) {
		boolean isBeside = eventBeside != null && !eventBeside.equals("");
		Object event = isBeside ? eventBeside : payload.get(DeliveryFields.EVENT);
		ConversationEventType type = ConversationEventType.of(name(event, WebhookAnswer.UNUSABLE_EVENT));
		String conversationId = name(payload.get(CONVERSATION_ID), WebhookAnswer.UNUSABLE_CONVERSATION);
		return new WebhookDelivery(type, conversationId, payload);
	}

	private static String name(@Nullable Object value, WebhookAnswer otherwise) {
		if (value instanceof String text && NAME.matcher(text).matches()) {
			return text;
		}
		throw new RefusedDeliveryException(otherwise);
	}

	private Map<String, Object> parse(String text) {
		return parse(() -> this.json.readValue(text));
	}

	private static Map<String, Object> parse(Supplier<@Nullable Map<String, Object>> json) {
		try {
			Map<String, Object> payload = json.get();
			if (payload != null) {
				return payload;
			}
		}
		catch (JacksonException ex) {
			// says what is wrong by quoting it
		}
		throw new RefusedDeliveryException(WebhookAnswer.UNUSABLE_PAYLOAD);
	}

}
