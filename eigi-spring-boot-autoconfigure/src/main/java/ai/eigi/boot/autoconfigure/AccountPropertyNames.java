package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Properties that an account can have, as they are written below its name:
 * {@code http.ssl.bundle} for example.
 */
final class AccountPropertyNames {

	private static final String GROUP = EigiAccountProperties.class.getName() + "$";

	static final Set<String> ALL = in(EigiAccountProperties.class).collect(Collectors.toUnmodifiableSet());

	private AccountPropertyNames() {
	}

	private static Stream<String> in(Class<?> type) {
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type)).flatMap((property) -> {
			String name = DataObjectPropertyName.toDashedForm(property.getName());
			if (property.getWriteMethod() != null) {
				return Stream.of(name);
			}
			Class<?> group = property.getPropertyType();
			return (group != null && group.getName().startsWith(GROUP)) ? in(group).map((rest) -> name + "." + rest)
					: Stream.empty();
		});
	}

}
