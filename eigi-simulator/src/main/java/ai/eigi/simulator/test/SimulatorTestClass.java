package ai.eigi.simulator.test;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * What the annotations say of a test class.
 *
 * @param isolated whether it shares nothing with others
 * @param owner the class that has the annotation: this one, or one it is nested in
 */
record SimulatorTestClass(boolean isolated, Class<?> owner) {

	/**
	 * Look at a test class.
	 * @return what is known, or {@code null} if the class has no simulator
	 */
	static @Nullable SimulatorTestClass of(Class<?> testClass) {
		AutoConfigureEigiSimulator annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureEigiSimulator.class);
		if (annotation == null) {
			return null;
		}
		return new SimulatorTestClass(annotation.isolated(), owner(testClass));
	}

	private static Class<?> owner(Class<?> testClass) {
		Class<?> owner = testClass;
		while (!hasAnnotation(owner) && TestContextAnnotationUtils.searchEnclosingClass(owner)) {
			owner = owner.getEnclosingClass();
		}
		return owner;
	}

	private static boolean hasAnnotation(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(AutoConfigureEigiSimulator.class);
	}

}
