package ai.eigi.simulator.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for a test of components that use the eigi client, and of nothing else: the
 * context has the client, a simulator as with {@link AutoConfigureEigiSimulator}, JSON
 * and {@code WebClient}, the components named here and those that change the client. No
 * server of the application is started.
 *
 * <pre class="code">
 * &#064;EigiClientTest(Reminders.class)
 * class RemindersTests {
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
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(EigiClientTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(EigiClientTypeExcludeFilter.class)
@AutoConfigureEigiSimulator
@ImportAutoConfiguration
public @interface EigiClientTest {

	/**
	 * Properties in the form {@code key=value} that are added to the environment.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Components to test.
	 * @return the components
	 * @see #components()
	 */
	@AliasFor("components")
	Class<?>[] value() default {};

	/**
	 * Components to test.
	 * @return the components
	 */
	@AliasFor("value")
	Class<?>[] components() default {};

	/**
	 * Whether nothing is shared with other test classes.
	 * @return whether nothing is shared
	 * @see AutoConfigureEigiSimulator#isolated()
	 */
	@AliasFor(annotation = AutoConfigureEigiSimulator.class, attribute = "isolated")
	boolean isolated() default false;

	/**
	 * Whether filters include components that change the client by default.
	 * @return whether to use default filters
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that add beans which are left out otherwise.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that leave beans out.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to leave out.
	 * @return the auto-configurations
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
