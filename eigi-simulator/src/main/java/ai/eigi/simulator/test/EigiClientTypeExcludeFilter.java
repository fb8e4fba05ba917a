package ai.eigi.simulator.test;

import java.util.Set;

import ai.eigi.boot.autoconfigure.EigiClientBuilderCustomizer;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Filter for {@link EigiClientTest}.
 */
final class EigiClientTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<EigiClientTest> {

	private final Set<Class<?>> components;

	EigiClientTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = Set
			.of(getAnnotation().getValue("components", Class[].class).orElseGet(() -> new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(EigiClientBuilderCustomizer.class);
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.components;
	}

}
