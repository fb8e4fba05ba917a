package ai.eigi.client.transport;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A JSON object of the service, read tolerantly: every field may be missing or null, a
 * field may go by several names (the first that is there counts), and a value of another
 * kind than expected is as good as none. Nothing here throws on what a server sends.
 *
 * @since 0.1.0
 */
public final class WireObject {

	private final Map<String, Object> fields;

	private WireObject(Map<String, Object> fields) {
		this.fields = fields;
	}

	/**
	 * Wrap a decoded JSON object.
	 * @param fields the fields; copied deeply
	 * @return the object
	 */
	public static WireObject of(Map<String, ?> fields) {
		return new WireObject(copy(fields));
	}

	/**
	 * Wrap a decoded JSON object that nobody else holds.
	 */
	static WireObject wrap(Map<String, Object> fields) {
		return new WireObject(fields);
	}

	/**
	 * All fields.
	 * @return a copy, unmodifiable all the way down, with null for null
	 */
	public Map<String, Object> asMap() {
		return copy(this.fields);
	}

	/**
	 * Refuse an envelope whose {@code status} is {@code error}, whatever its HTTP status.
	 * @throws UnreadableAnswerException if it is one
	 */
	public void refuseError() {
		if ("error".equals(text("status"))) {
			throw new UnreadableAnswerException("it says of itself that it is an error");
		}
	}

	/**
	 * Whether a field is there and not null.
	 * @param names the names it goes by
	 * @return whether it is
	 */
	public boolean has(String... names) {
		return first(names) != null;
	}

	/**
	 * A text that goes by one name. A number or a boolean counts as its text.
	 * @param name its name
	 * @return the text or {@code null}
	 */
	public @Nullable String text(String name) {
		Object value = this.fields.get(name);
		return (value instanceof String || value instanceof Number || value instanceof Boolean) ? value.toString()
				: null;
	}

	/**
	 * A text. A number or a boolean counts as its text.
	 * @param names the names it goes by
	 * @return the text or {@code null}
	 */
	public @Nullable String text(String... names) {
		for (String name : names) {
			String text = text(name);
			if (text != null) {
				return text;
			}
		}
		return null;
	}

	/**
	 * A whole number.
	 * @param names the names it goes by
	 * @return the number or {@code null}
	 */
	public @Nullable Long number(String... names) {
		BigDecimal value = decimal(names);
		return (value != null) ? value.longValue() : null;
	}

	/**
	 * A yes or no.
	 * @param names the names it goes by
	 * @return the value or {@code null}
	 */
	public @Nullable Boolean flag(String... names) {
		return (first(names) instanceof Boolean value) ? value : null;
	}

	/**
	 * A length of time that is written in seconds.
	 * @param names the names it goes by
	 * @return the length or {@code null}
	 */
	public @Nullable Duration seconds(String... names) {
		BigDecimal value = decimal(names);
		if (value == null || value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
			return null;
		}
		return Duration.ofNanos(value.movePointRight(9).longValue());
	}

	/**
	 * A point in time in any of the service's encodings.
	 * @param names the names it goes by
	 * @return the time or {@code null}
	 */
	public @Nullable Instant instant(String... names) {
		Object value = first(names);
		return (value != null) ? WireTime.parse(value) : null;
	}

	/**
	 * A value of an open list.
	 * @param <T> the type of value
	 * @param factory makes the value of its wire value
	 * @param names the names it goes by
	 * @return the value or {@code null}
	 */
	public <T extends WireValue> @Nullable T value(Function<String, T> factory, String... names) {
		String text = text(names);
		return (text != null && !text.isBlank()) ? factory.apply(text) : null;
	}

	/**
	 * An object.
	 * @param names the names it goes by
	 * @return the object, empty if there is none
	 */
	@SuppressWarnings("unchecked")
	public WireObject object(String... names) {
		for (String name : names) {
			if (this.fields.get(name) instanceof Map<?, ?> map) {
				return new WireObject((Map<String, Object>) map);
			}
		}
		return new WireObject(Map.of());
	}

	/**
	 * The objects of an array, leaving out what is no object. A lone object counts as an
	 * array of one.
	 * @param names the names it goes by
	 * @return the objects, possibly none
	 */
	public List<WireObject> objects(String... names) {
		return objects(Function.identity(), names);
	}

	/**
	 * The objects of an array as something else, leaving out what is no object. A lone
	 * object counts as an array of one.
	 * @param <T> what they are read as
	 * @param reader reads an object
	 * @param names the names it goes by
	 * @return what was read, possibly nothing
	 */
	@SuppressWarnings("unchecked")
	public <T> List<T> objects(Function<WireObject, T> reader, String... names) {
		Object value = first(names);
		List<?> elements = (value instanceof List<?> list) ? list
				: (value instanceof Map<?, ?> map && !map.isEmpty()) ? List.of(map) : List.of();
		List<T> objects = new ArrayList<>(elements.size());
		for (Object element : elements) {
			if (element instanceof Map<?, ?> map) {
				objects.add(reader.apply(new WireObject((Map<String, Object>) map)));
			}
		}
		return Collections.unmodifiableList(objects);
	}

	private @Nullable Object first(String... names) {
		for (String name : names) {
			Object value = this.fields.get(name);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable BigDecimal decimal(String... names) {
		Object value = first(names);
		if (value instanceof Number || value instanceof String) {
			try {
				return new BigDecimal(value.toString().strip());
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		return null;
	}

	private static Map<String, Object> copy(Map<?, ?> map) {
		Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
		map.forEach((key, value) -> copy.put(String.valueOf(key), copyValue(value)));
		return Collections.unmodifiableMap(copy);
	}

	@SuppressWarnings("NullAway")
	private static Object copyValue(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return copy(map);
		}
		if (value instanceof List<?> list) {
			List<Object> copy = new ArrayList<>(list.size());
			list.forEach((element) -> copy.add(copyValue(element)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WireObject object && this.fields.equals(object.fields);
	}

	@Override
	public int hashCode() {
		return this.fields.hashCode();
	}

	/**
	 * The names of the fields only: values may be personal.
	 */
	@Override
	public String toString() {
		return "WireObject" + this.fields.keySet();
	}

}
