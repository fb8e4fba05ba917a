import { Problem, agent, agents, byId, clear, element, list, ownAgent, post, request, show } from "./sample.js";

const prompt = byId("prompt");
const version = byId("prompt-version");
const content = byId("prompt-content");
const types = { INBOUND: "is called", OUTBOUND: "calls" };
let editable = false;
let versions = [];
let shown = { name: "", version: "" };

// ---------------------------------------------------------------- agents

/** Agents that the page offers to talk and call with, besides those of its own configuration. */
function offer(found) {
	const news = found.filter(({ id }) => !agents.has(id));
	news.forEach(({ id, name }) => {
		agents.set(id, name);
		agent.insertBefore(new Option(name, id), agent.lastElementChild);
	});
	if (agent.value === "" && ownAgent.value === "" && news.length > 0) {
		agent.selectedIndex = 0;
		agent.dispatchEvent(new Event("change"));
	}
	return news.length > 0;
}

function agentItem({ name, type, category, canCall, prompt: follows, promptVersion }) {
	const item = element("li");
	const facts = [types[type] ?? type, category, (canCall) ? null : "chat only"].filter((fact) => fact);
	item.append(element("span", `${name} (${facts.join(", ")})`, "what"));
	if (follows) {
		const button = element("button", `${follows}, version ${promptVersion}`, "quiet");
		button.type = "button";
		button.title = "Show this prompt";
		button.addEventListener("click", () => choose(follows, promptVersion));
		item.append(button);
	}
	return item;
}

async function listAgents() {
	clear(byId("agents-error"));
	try {
		const found = await (await request("/api/agents")).json();
		byId("agents").replaceChildren(...found.map(agentItem));
		return offer(found);
	}
	catch (error) {
		show(byId("agents-error"), error);
		return false;
	}
}

// ---------------------------------------------------------------- prompts

const latest = () => versions[0];
const textOf = (number) => versions.find((each) => String(each.version) === String(number))?.content ?? "";
const changed = () => content.value !== textOf(shown.version);

function refreshSave() {
	byId("save-prompt").disabled = !editable || versions.length === 0 || content.value === ""
			|| content.value === latest().content;
}

function showVersion(number) {
	shown.version = String(number);
	version.value = shown.version;
	content.value = textOf(number);
	refreshSave();
}

/** Whether what is typed may go, if anything is. */
const mayDrop = () => !changed() || confirm("Drop the text that is not saved?");

async function showPrompt(name, number) {
	clear(byId("prompt-error"));
	byId("prompt-status").textContent = "";
	try {
		const found = await (await request(`/api/prompts/versions?${new URLSearchParams({ name })}`)).json();
		if (prompt.value !== name) {
			return;
		}
		// a text area knows one kind of line end only
		versions = found.map((each) => ({ ...each, content: each.content?.replace(/\r\n?/g, "\n") ?? "" }));
		version.replaceChildren(...versions.map((each, i) => new Option(`${each.version}`
				+ `${(i === 0) ? ", the latest" : ""}, of ${new Date(each.createdAt).toLocaleString()}`, each.version)));
		shown = { name, version: "" };
		showVersion(number ?? latest()?.version ?? "");
	}
	catch (error) {
		// what is in the text area is saved under the name above it
		prompt.value = shown.name;
		show(byId("prompt-error"), error);
	}
}

function choose(name, number) {
	if (!mayDrop()) {
		prompt.value = shown.name;
		return;
	}
	prompt.value = name;
	content.focus();
	showPrompt(name, number);
}

async function listPrompts() {
	clear(byId("prompt-error"));
	try {
		const found = await (await request("/api/prompts")).json();
		editable = found.editable;
		content.readOnly = !editable;
		if (!editable) {
			byId("prompt-hint").textContent = "Prompts may only be read here: agents would talk to people by a new "
					+ "text. EIGI_EDIT_PROMPTS=true allows to edit them.";
		}
		prompt.replaceChildren(...found.prompts.map(({ name, type }) =>
				new Option((type === "main" || !type) ? name : `${name} (${type})`, name)));
		if (found.prompts.some(({ name }) => name === shown.name)) {
			prompt.value = shown.name;
		}
		else if (found.prompts.length > 0) {
			await showPrompt(prompt.value);
		}
	}
	catch (error) {
		show(byId("prompt-error"), error);
	}
}

async function save() {
	const edit = { name: shown.name, content: content.value, basedOn: latest().version };
	byId("save-prompt").disabled = true;
	content.readOnly = true;
	clear(byId("prompt-error"));
	byId("prompt-status").textContent = "Saving…";
	try {
		const saved = await (await post("/api/prompts/versions", edit)).json();
		await showPrompt(edit.name, saved.version);
		byId("prompt-status").textContent = `Version ${saved.version} is saved.`;
		listAgents();
	}
	catch (error) {
		byId("prompt-status").textContent = "";
		show(byId("prompt-error"), (error instanceof Problem) ? error
				: new Problem("The version may have been saved. Look at the versions before you save again."));
	}
	finally {
		content.readOnly = !editable;
		refreshSave();
	}
}

prompt.addEventListener("change", () => choose(prompt.value));
version.addEventListener("change", () => {
	if (mayDrop()) {
		showVersion(version.value);
	}
	else {
		version.value = shown.version;
	}
});
content.addEventListener("input", refreshSave);
byId("prompt-form").addEventListener("submit", (event) => {
	event.preventDefault();
	if (!byId("save-prompt").disabled) {
		save();
	}
});
byId("refresh-agents").addEventListener("click", () => {
	listAgents();
	listPrompts();
});

listPrompts();
if (await listAgents()) {
	// conversations show the names that were not known before
	list();
}
