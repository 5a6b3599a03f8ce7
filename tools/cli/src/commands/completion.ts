import type { Command, Option } from 'commander';
import type { Io } from '../Io';
import { lookUp } from '../nearest';

/** Prints the completion script of a shell, made from the tree of commands and the names of the studies. */
export async function completion(shell: string, program: Command, { stdout }: Io): Promise<void> {
  const write = lookUp('shell', shell, shells);
  const { claims, studies } = await import('../registry');
  const { things } = await import('../things');
  const words = {
    run: Object.keys(studies),
    claims: ['run', ...Object.keys(claims)],
    describe: Object.keys(things),
    completion: Object.keys(shells),
    engine: ['build', 'status', 'clean'],
  };
  stdout.write(write(program, words));
}

/** What may follow a command, by the command's name; folders where there is nothing. */
type Words = { readonly [command: string]: readonly string[] };

const shells: { readonly [shell: string]: (program: Command, words: Words) => string } = { bash, zsh, fish };

const flagsOf = (command: Command): string[] =>
  [...command.options, helpOption].flatMap(({ long, short }) => [long, short]).filter((flag) => flag != null);

const helpOption = { long: '--help', short: '-h' } as Option;

function bash(program: Command, words: Words): string {
  const cases = program.commands.map((command) => {
    const own = words[command.name()];
    const then =
      own === undefined ? 'COMPREPLY+=($(compgen -f -- "$word"))' : `words="$words ${own.join(' ')}"`;
    return `    ${command.name()}) words="${flagsOf(command).join(' ')}"; ${then} ;;`;
  });
  return `# completion of goal-driven for bash
_goal_driven() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${[...program.commands.map((command) => command.name()), 'help', ...flagsOf(program)].join(' ')}"
  else
    case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    esac
  fi
  COMPREPLY+=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _goal_driven goal-driven
`;
}

function zsh(program: Command, words: Words): string {
  const commands = program.commands.map((command) => quote(`${command.name()}:${brief(command)}`)).join(' ');
  const cases = program.commands.map((command) => {
    const options = command.options.map((option) => {
      const value = option.required || option.optional ? `:${option.name()}:_files` : '';
      return quote(`${option.long}[${option.description.replace(/[[\]:]/g, ' ')}]${value}`);
    });
    const own = words[command.name()];
    const argument = own === undefined ? "'*:file:_files'" : `'1:name:(${own.join(' ')})'`;
    return `    ${command.name()}) _arguments ${[...options, argument].join(' ')} ;;`;
  });
  return `#compdef goal-driven
_goal_driven() {
  local -a commands=(${commands})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  shift words; (( CURRENT-- ))
  case $words[1] in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_goal_driven" ]; then _goal_driven "$@"; else compdef _goal_driven goal-driven; fi
`;
}

function fish(program: Command, words: Words): string {
  const first = program.commands.map(
    (command) =>
      `complete -c goal-driven -f -n __fish_use_subcommand -a ${command.name()} -d ${quote(brief(command))}`,
  );
  const rest = program.commands.flatMap((command) => {
    const within = `complete -c goal-driven -n '__fish_seen_subcommand_from ${command.name()}'`;
    const own = words[command.name()];
    const options = command.options.map((option) => {
      const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`;
      const value = option.required ? ' -r' : '';
      return `${within} -l ${option.long!.slice(2)}${short}${value} -d ${quote(option.description)}`;
    });
    return own === undefined ? options : [`${within} -f -a ${quote(own.join(' '))}`, ...options];
  });
  return `# completion of goal-driven for fish\n${[...first, ...rest].join('\n')}\n`;
}

const brief = (command: Command): string => command.summary() || command.description();

/** A word for any of the three shells; none of our texts holds a single quote that must stay one. */
const quote = (text: string): string => `'${text.replaceAll("'", '’')}'`;
