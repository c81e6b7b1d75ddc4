module Math.Service

open System.Threading.Tasks
open Math.Contracts

type CalculatorService() =
    inherit Calculator.CalculatorBase()

    override _.Evaluate(term, _) =
        let value = if term.Op = Op.Add then term.Left + term.Right else term.Left - term.Right
        Task.FromResult(Result(Value = value))
