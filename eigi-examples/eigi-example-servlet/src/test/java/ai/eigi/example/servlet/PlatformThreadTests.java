package ai.eigi.example.servlet;

import org.springframework.test.context.TestPropertySource;

/**
 * The application without virtual threads.
 */
@TestPropertySource(properties = "spring.threads.virtual.enabled=false")
class PlatformThreadTests extends ChatContract {

	@Override
	boolean virtual() {
		return false;
	}

}
