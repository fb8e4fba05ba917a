package ai.eigi.webhook;

import java.net.URLDecoder;
import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

/**
 * The two fields of a delivery, as query parameters, parts or form fields carry them. Of
 * a field that comes twice the first counts.
 *
 * @param event the name of the event
 * @param payload the JSON text
 */
record DeliveryFields(@Nullable String event, @Nullable String payload) {

	static final String EVENT = "event";

	static final String PAYLOAD = "payload";

	static final DeliveryFields NONE = new DeliveryFields(null, null);

	/**
	 * These fields and another one.
	 * @param name its name; any but the two is left out
	 * @param value its value
	 * @return the fields
	 */
	DeliveryFields with(String name, String value) {
		if (EVENT.equals(name) && this.event == null) {
			return new DeliveryFields(value, this.payload);
		}
		if (PAYLOAD.equals(name) && this.payload == null) {
			return new DeliveryFields(this.event, value);
		}
		return this;
	}

	/**
	 * Read {@code application/x-www-form-urlencoded}. Decodes the two fields only: a
	 * megabyte of ampersands is no reason to make as many strings.
	 * @param body the body
	 * @param charset its character set
	 * @return the fields
	 * @throws IllegalArgumentException if an escape is malformed
	 */
	static DeliveryFields ofForm(byte[] body, Charset charset) {
		String form = new String(body, charset);
		DeliveryFields fields = NONE;
		int start = 0;
		while (start < form.length()) {
			int ampersand = form.indexOf('&', start);
			int end = (ampersand < 0) ? form.length() : ampersand;
			for (String name : new String[] { EVENT, PAYLOAD }) {
				int value = start + name.length() + 1;
				if (value <= end && form.startsWith(name, start) && form.charAt(value - 1) == '=') {
					fields = fields.with(name, URLDecoder.decode(form.substring(value, end), charset));
				}
			}
			start = end + 1;
		}
		return fields;
	}

}
