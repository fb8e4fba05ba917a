package ai.eigi.client.transport;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
	 * An object without fields.
	 * @return the object
	 */
	public static WireObject empty() {
		return new WireObject(Map.of());
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
	 * All fields, for objects that hold secrets: the text of the map, and of every map
	 * and list inside it, shows names and no values.
	 * @return an unmodifiable view, all the way down, with null for null
	 */
	public Map<String, Object> asMaskedMap() {
		return new MaskedMap(this.fields);
	}

	/**
	 * The same object with another value for a field.
	 * @param name name of the field
	 * @param value a value that can be written as JSON; copied deeply
	 * @return the object
	 */
	public WireObject with(String name, Object value) {
		Map<String, Object> changed = new LinkedHashMap<>(this.fields);
		changed.put(name, copyValue(value));
		return new WireObject(changed);
	}

	/**
	 * The same object without a field.
	 * @param name name of the field
	 * @return the object
	 */
	public WireObject without(String name) {
		Map<String, Object> changed = new LinkedHashMap<>(this.fields);
		changed.remove(name);
		return new WireObject(changed);
	}

	/**
	 * The same object without those of some fields that are null.
	 * @param names names of the fields
	 * @return the object
	 */
	public WireObject withoutNulls(Set<String> names) {
		Map<String, Object> changed = new LinkedHashMap<>(this.fields);
		changed.entrySet().removeIf((field) -> field.getValue() == null && names.contains(field.getKey()));
		return new WireObject(changed);
	}

	/**
	 * The names of all fields.
	 * @return the names in the order of the fields
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.fields.keySet());
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
	 * A whole number of ordinary size.
	 * @param names the names it goes by
	 * @return the number, or {@code null} if there is none or it is larger
	 */
	public @Nullable Integer integer(String... names) {
		Long value = number(names);
		return (value != null && value == value.intValue()) ? Integer.valueOf(value.intValue()) : null;
	}

	/**
	 * A number that may have a fraction.
	 * @param names the names it goes by
	 * @return the number or {@code null}
	 */
	public @Nullable Double real(String... names) {
		if (first(names) instanceof Double number && !Double.isFinite(number)) {
			return number;
		}
		BigDecimal value = decimal(names);
		return (value != null) ? value.doubleValue() : null;
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
	 * An object as something else.
	 * @param <T> what it is read as
	 * @param reader reads the object
	 * @param names the names it goes by
	 * @return what was read, or {@code null} if there is no object
	 */
	public <T> @Nullable T part(Function<WireObject, T> reader, String... names) {
		for (String name : names) {
			if (this.fields.get(name) instanceof Map<?, ?>) {
				return reader.apply(object(name));
			}
		}
		return null;
	}

	/**
	 * The texts of an array, leaving out what is no text. A lone text counts as an array
	 * of one.
	 * @param names the names it goes by
	 * @return the texts, possibly none
	 */
	public List<String> texts(String... names) {
		return elements((object) -> null, Function.identity(), names);
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
	public <T> List<T> objects(Function<WireObject, T> reader, String... names) {
		return elements(reader, (text) -> null, names);
	}

	/**
	 * The objects and texts of an array as something else, leaving out all others. A lone
	 * one counts as an array of one.
	 * @param <T> what they are read as
	 * @param reader reads an object
	 * @param textReader reads a text; {@code null} leaves it out
	 * @param names the names it goes by
	 * @return what was read, possibly nothing
	 */
	@SuppressWarnings("unchecked")
	public <T> List<T> elements(Function<WireObject, ? extends @Nullable T> reader,
			Function<String, ? extends @Nullable T> textReader, String... names) {
		Object value = first(names);
		List<?> elements = (value instanceof List<?> list) ? list
				: (value == null || value.equals(Map.of())) ? List.of() : List.of(value);
		List<T> read = new ArrayList<>(elements.size());
		for (Object element : elements) {
			T item = (element instanceof Map<?, ?> map) ? reader.apply(new WireObject((Map<String, Object>) map))
					: (element instanceof String text) ? textReader.apply(text) : null;
			if (item != null) {
				read.add(item);
			}
		}
		return Collections.unmodifiableList(read);
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
		if (value instanceof Collection<?> elements) {
			List<Object> copy = new ArrayList<>(elements.size());
			elements.forEach((element) -> copy.add(copyValue(element)));
			return Collections.unmodifiableList(copy);
		}
		if (value instanceof WireObject object) {
			return object.fields;
		}
		return (value instanceof WireValue wireValue) ? wireValue.value() : value;
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
