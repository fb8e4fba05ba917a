package ai.eigi.simulator.test;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * What the annotations say of a test class.
 *
 * @param isolated whether it shares nothing with others
 * @param outermost the class, or the one it is nested in
 */
record SimulatorTestClass(boolean isolated, Class<?> outermost) {

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
		Class<?> outermost = testClass;
		while (TestContextAnnotationUtils.searchEnclosingClass(outermost)) {
			outermost = outermost.getEnclosingClass();
		}
		return new SimulatorTestClass(annotation.isolated(), outermost);
	}

}
