type Child = Node | string | number | readonly Child[];

type Listeners = {
  readonly [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void;
};

type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: never) => void)>>;

/**
 * An element with its attributes, listeners and content. Strings become text, never markup. An attribute of `false` or
 * undefined is left out, of `true` stands without a value; `oninput` and the like are listeners.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes & Listeners = {},
  ...content: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...nodesOf(content));
  return made;
}

const nodesOf = (content: readonly Child[]): (Node | string)[] =>
  content.flatMap((each) =>
    Array.isArray(each) ? nodesOf(each as readonly Child[]) : each instanceof Node ? [each] : [String(each)],
  );
