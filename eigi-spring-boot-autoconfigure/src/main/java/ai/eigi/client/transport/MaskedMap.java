package ai.eigi.client.transport;

import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A view of a JSON object that may hold secrets. It is a map like any other, but whoever
 * prints it, or a part of it, sees names and no values. A single value that is taken out
 * of it by name is the value itself.
 */
@SuppressWarnings("NullAway")
final class MaskedMap extends AbstractMap<String, Object> {

	private final Map<String, Object> fields;

	MaskedMap(Map<String, Object> fields) {
		this.fields = fields;
	}

	@SuppressWarnings("unchecked")
	private static Object mask(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return new MaskedMap((Map<String, Object>) map);
		}
		return (value instanceof List<?> list) ? new MaskedList(list) : value;
	}

	@Override
	public int size() {
		return this.fields.size();
	}

	@Override
	public boolean containsKey(Object key) {
		return this.fields.containsKey(key);
	}

	@Override
	public Object get(Object key) {
		return mask(this.fields.get(key));
	}

	@Override
	public Set<Entry<String, Object>> entrySet() {
		return new Entries();
	}

	@Override
	public Collection<Object> values() {
		return new Values();
	}

	@Override
	public String toString() {
		return this.fields.keySet().toString();
	}

	private final class Entries extends AbstractSet<Entry<String, Object>> {

		@Override
		public Iterator<Entry<String, Object>> iterator() {
			return new ReadOnlyIterator<>(MaskedMap.this.fields.entrySet().iterator(),
					(entry) -> new MaskedEntry(entry.getKey(), mask(entry.getValue())));
		}

		@Override
		public int size() {
			return MaskedMap.this.fields.size();
		}

		@Override
		public String toString() {
			return MaskedMap.this.toString();
		}

	}

	private final class Values extends AbstractCollection<Object> {

		@Override
		public Iterator<Object> iterator() {
			return new ReadOnlyIterator<>(MaskedMap.this.fields.values().iterator(), MaskedMap::mask);
		}

		@Override
		public int size() {
			return MaskedMap.this.fields.size();
		}

		@Override
		public String toString() {
			return "[***]";
		}

	}

	private static final class MaskedEntry extends SimpleImmutableEntry<String, Object> {

		private static final long serialVersionUID = 1L;

		MaskedEntry(String name, Object value) {
			super(name, value);
		}

		@Override
		public String toString() {
			return getKey() + "=***";
		}

	}

	private static final class MaskedList extends AbstractList<Object> {

		private final List<?> elements;

		MaskedList(List<?> elements) {
			this.elements = elements;
		}

		@Override
		public Object get(int index) {
			return mask(this.elements.get(index));
		}

		@Override
		public int size() {
			return this.elements.size();
		}

		@Override
		public List<Object> subList(int from, int to) {
			return new MaskedList(this.elements.subList(from, to));
		}

		@Override
		public String toString() {
			return this.elements.isEmpty() ? "[]" : "[***]";
		}

	}

	/**
	 * Iterates without offering to remove.
	 */
	private record ReadOnlyIterator<S, T>(Iterator<S> source, Function<S, T> mapper) implements Iterator<T> {

		@Override
		public boolean hasNext() {
			return this.source.hasNext();
		}

		@Override
		public T next() {
			return this.mapper.apply(this.source.next());
		}

	}

}
