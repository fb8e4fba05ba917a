package ai.eigi.boot.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's tests put in the place of a bean reaches whoever has it injected, also
 * where accounts decide late which bean that is.
 */
class EigiAccountMockTests {

	private static boolean isMock(Object candidate) {
		return Mockito.mockingDetails(candidate).isMock();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.TYPE)
	@TestPropertySource(properties = "eigi.accounts.support.api-key=vk_support")
	@interface OneAccount {

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@OneAccount
	class MockOfTheOnlyAccount {

		@MockitoBean
		EigiOperations operations;

		@Autowired
		Plain plain;

		@Test
		void isInjectedPlainly() {
			assertThat(isMock(this.operations)).isTrue();
			assertThat(this.plain.operations()).isSameAs(this.operations);
			assertThat(isMock(this.plain.management())).isFalse();
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@OneAccount
	class SpyOfTheOnlyAccount {

		@MockitoSpyBean
		EigiManagementOperations management;

		@Autowired
		Plain plain;

		@Test
		void isInjectedPlainly() {
			assertThat(Mockito.mockingDetails(this.management).isSpy()).isTrue();
			assertThat(this.plain.management()).isSameAs(this.management);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@OneAccount
	class BeanOfTheTest {

		private static final EigiOperations OWN = Mockito.mock(EigiOperations.class);

		@TestBean(methodName = "own")
		EigiOperations operations;

		@Autowired
		Plain plain;

		static EigiOperations own() {
			return OWN;
		}

		@Test
		void isInjectedPlainly() {
			assertThat(this.plain.operations()).isSameAs(OWN).isSameAs(this.operations);
		}

	}

	@Nested
	@SpringJUnitConfig({ Application.class, Qualified.class })
	@OneAccount
	@TestPropertySource(properties = "eigi.api-key=vk_main")
	class MockOfOneOfTwoAccounts {

		@MockitoBean
		@Qualifier("support")
		EigiOperations support;

		@Autowired
		Plain plain;

		@Autowired
		Support injected;

		@Test
		void isInjectedByTheNameOfTheAccount() {
			assertThat(isMock(this.support)).isTrue();
			assertThat(this.injected.operations()).isSameAs(this.support);
			assertThat(isMock(this.plain.operations())).isFalse();
		}

	}

	record Plain(EigiOperations operations, EigiManagementOperations management) {
	}

	record Support(EigiOperations operations) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EigiAutoConfiguration.class)
	static class Application {

		@Bean
		Plain plain(EigiOperations operations, EigiManagementOperations management) {
			return new Plain(operations, management);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		@Bean
		Support support(@Qualifier("support") EigiOperations operations) {
			return new Support(operations);
		}

	}

}
