package ai.eigi.simulator.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.eigi.simulator.EigiSimulator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.aot.DisabledInAotMode;

/**
 * Annotation for a test class, beside {@code @SpringBootTest} or a test slice, that
 * starts an {@link EigiSimulator} on a free port and lets the eigi client of the
 * application connect to it. It needs no key, and whatever the application is configured
 * to use, nothing reaches the real service.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureEigiSimulator
 * class ReminderTests {
 *
 *     &#064;Test
 *     void shouldCallOnce(@Autowired Reminders reminders, EigiSimulator simulator) {
 *         reminders.remind("+14155550123");
 *         assertThat(simulator).rangOnce("+14155550123");
 *     }
 *
 * }
 * </pre>
 *
 * The simulator is a bean, and can be a parameter of each test and life-cycle method, as
 * {@code EigiOperations}, {@code EigiManagementOperations} and {@code EigiClient} can.
 * Before each test it is {@linkplain EigiSimulator#reset() reset}, its clock is rewound,
 * webhooks go where they went when the context had started, a cool-down of the client
 * ends, and its health is unknown. A test that needs another simulator, with a standing
 * clock for example, defines a bean of that type.
 * <p>
 * These settings are always {@code eigi.enabled=true},
 * {@code eigi.simulator.enabled=true} and {@code eigi.simulator.port=0}. These are
 * defaults which properties of the application or the test replace:
 * {@code eigi.rate-limit.enabled=false} and {@code eigi.retry.initial-backoff=10ms}.
 * <p>
 * In parallel execution with JUnit, classes with this annotation take turns, and their
 * methods do, as they may share a simulator through Spring's cache of contexts; other
 * tests run beside them. {@link #isolated()} classes run beside each other too.
 * <p>
 * Where tests are processed ahead of time, these are left out: they neither stop the
 * build nor run from generated code or in a native image.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@DisabledInAotMode("The beans that let the simulator win cannot be made from generated code")
@ExtendWith(EigiSimulatorParameterResolver.class)
@ResourceLock(providers = EigiSimulatorLocks.class)
public @interface AutoConfigureEigiSimulator {

	/**
	 * Whether the class has an application context, and with it a simulator, of its own,
	 * which are closed at its end. Nested classes share them, unless they are annotated
	 * themselves. Otherwise it shares them with classes of the same configuration, which
	 * is faster unless tests run in parallel.
	 * @return whether nothing is shared
	 */
	boolean isolated() default false;

}
